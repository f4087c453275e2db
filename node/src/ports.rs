//! Ports, asked for before anything starts.
//!
//! The default is to take a random RPC port instead of one that is taken, where nobody would look
//! for it, and to go on without metrics or without peers. Here a taken port ends the start, and the
//! message names it.

use sc_network::multiaddr::Protocol;
use sc_service::{error::Error as ServiceError, Configuration};
use std::{
	io::ErrorKind,
	net::{IpAddr, SocketAddr, TcpListener},
};

/// Checks that every port of `config` is free, and forbids others in their place.
pub fn claim(config: &mut Configuration) -> Result<(), ServiceError> {
	for endpoint in config.rpc.addr.iter_mut().flatten() {
		endpoint.retry_random_port = false;
		if !endpoint.is_optional {
			check("RPC", endpoint.listen_addr, "--rpc-port")?;
		}
	}
	for address in &config.network.listen_addresses {
		let mut ip = None;
		for protocol in address.iter() {
			match protocol {
				Protocol::Ip4(v4) => ip = Some(IpAddr::from(v4)),
				// An IPv6 socket may cover IPv4 as well, so that checking both would find itself.
				Protocol::Tcp(port) => {
					if let Some(ip) = ip {
						check("peer-to-peer", SocketAddr::new(ip, port), "--port")?;
					}
				}
				_ => {}
			}
		}
	}
	match &config.prometheus_config {
		Some(prometheus) => check("Prometheus", prometheus.port, "--prometheus-port"),
		None => Ok(()),
	}
}

/// Checks that `address` can be listened on.
fn check(what: &str, address: SocketAddr, flag: &str) -> Result<(), ServiceError> {
	match TcpListener::bind(address) {
		Ok(_) => Ok(()),
		Err(error) if error.kind() == ErrorKind::AddrInUse => Err(ServiceError::Other(format!(
			"the {what} port {} is taken by another program: stop it, or choose another port with \
			 {flag}",
			address.port(),
		))),
		Err(error) => Err(ServiceError::Other(format!(
			"cannot listen on the {what} address {address}: {error}; choose another with {flag}"
		))),
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_taken_port_is_named_with_the_flag_that_helps() {
		let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
		let address = listener.local_addr().unwrap();
		let refusal = check("RPC", address, "--rpc-port").unwrap_err().to_string();
		assert!(refusal.contains(&address.port().to_string()), "{refusal}");
		assert!(refusal.contains("--rpc-port"), "{refusal}");
		drop(listener);
		check("RPC", address, "--rpc-port").unwrap();
	}
}
