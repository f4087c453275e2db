//! Ports, checked before anything is opened.
//!
//! By default the SDK takes a random RPC port instead of a taken one, and runs without peers or
//! metrics if those ports are taken. Here a taken port ends the start with a message that names it.
//! The exception is the default port for Prometheus, on which several nodes of one machine meet.

use std::{
	fmt, io,
	net::{IpAddr, SocketAddr, TcpListener},
};

use sc_network::multiaddr::Protocol;
use sc_service::Configuration;

/// Use of a port.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Port {
	/// JSON-RPC.
	Rpc,
	/// Connections to other nodes.
	Peers,
	/// Metrics.
	Prometheus,
}

impl Port {
	/// Option that chooses another port.
	const fn flag(self) -> &'static str {
		match self {
			Self::Rpc => "--rpc-port",
			Self::Peers => "--port",
			Self::Prometheus => "--prometheus-port",
		}
	}
}

impl fmt::Display for Port {
	fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
		out.write_str(match self {
			Self::Rpc => "RPC",
			Self::Peers => "peer-to-peer",
			Self::Prometheus => "Prometheus",
		})
	}
}

/// Port that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
	/// Another program listens there.
	#[error(
		"the {port} port {} is taken by another program: stop it, or choose another port with {}",
		address.port(),
		port.flag()
	)]
	Taken {
		/// Use of the port.
		port: Port,
		/// Address that is taken.
		address: SocketAddr,
	},
	/// The operating system refuses the address.
	#[error(
		"cannot listen on the {port} address {address}: {source}; choose another with {}",
		port.flag()
	)]
	Unavailable {
		/// Use of the port.
		port: Port,
		/// Address that was refused.
		address: SocketAddr,
		/// Reason of the operating system.
		source: io::Error,
	},
}

/// Checks that every port of `config` is free, and forbids others in their place.
///
/// `wants_prometheus` tells whether the user asked for metrics by an option. If not, and the default
/// port is taken, metrics are turned off with a warning.
///
/// # Errors
///
/// If a port is taken or not available.
pub fn claim(config: &mut Configuration, wants_prometheus: bool) -> Result<(), Error> {
	for endpoint in config.rpc.addr.iter_mut().flatten() {
		endpoint.retry_random_port = false;
		if !endpoint.is_optional {
			check(Port::Rpc, endpoint.listen_addr)?;
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
						check(Port::Peers, SocketAddr::new(ip, port))?;
					}
				}
				_ => {}
			}
		}
	}
	let Some(prometheus) = &config.prometheus_config else { return Ok(()) };
	match check(Port::Prometheus, prometheus.port) {
		Err(error @ Error::Taken { .. }) if !wants_prometheus => {
			log::warn!("This node runs without metrics, since {error}");
			config.prometheus_config = None;
			Ok(())
		}
		result => result,
	}
}

/// Checks that a program can listen on `address`.
fn check(port: Port, address: SocketAddr) -> Result<(), Error> {
	match TcpListener::bind(address) {
		Ok(_) => Ok(()),
		Err(error) if error.kind() == io::ErrorKind::AddrInUse => {
			Err(Error::Taken { port, address })
		}
		Err(source) => Err(Error::Unavailable { port, address, source }),
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_taken_port_is_named_with_the_flag_that_helps() {
		let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
		let address = listener.local_addr().unwrap();
		let refusal = check(Port::Rpc, address).unwrap_err().to_string();
		assert!(refusal.contains(&address.port().to_string()), "{refusal}");
		assert!(refusal.contains("--rpc-port"), "{refusal}");
		drop(listener);
		check(Port::Rpc, address).unwrap();
	}
}
