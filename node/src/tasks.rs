//! Tasks of a node, which end in order and in silence when the node stops.

use std::{
	thread,
	time::{Duration, Instant},
};

use futures::{
	future::{self, BoxFuture},
	FutureExt,
};
use futures_timer::Delay;
use prometheus_endpoint::{
	prometheus::{
		core::{Collector, Desc},
		proto::MetricFamily,
	},
	PrometheusError, Registry,
};
use sc_service::{Error, SpawnEssentialTaskHandle, TaskManager, TaskRegistry};
use sp_core::traits::SpawnEssentialNamed;
use tokio::runtime::{Handle, Runtime};

/// Time between the end of an essential task and the report that it failed.
///
/// Long enough for the exit signal, which the task manager gives as soon as the node stops.
const GRACE: Duration = Duration::from_secs(2);

/// Spawns tasks whose end stops the node.
///
/// When the node stops, tasks end in any order, and many end because their channels close. The SDK
/// reports such an end as `Essential task ... failed`, although none did. Here a task that has
/// ended waits for the exit signal before it is reported; a panic is reported at once.
#[derive(Clone)]
pub struct EssentialTasks(SpawnEssentialTaskHandle);

impl EssentialTasks {
	/// A spawner of essential tasks.
	pub fn new(task_manager: &TaskManager) -> Self {
		Self(task_manager.spawn_essential_handle())
	}
}

impl SpawnEssentialNamed for EssentialTasks {
	fn spawn_essential_blocking(
		&self,
		name: &'static str,
		group: Option<&'static str>,
		task: BoxFuture<'static, ()>,
	) {
		self.0.spawn_blocking(name, group, await_exit_after(task));
	}

	fn spawn_essential(
		&self,
		name: &'static str,
		group: Option<&'static str>,
		task: BoxFuture<'static, ()>,
	) {
		self.0.spawn(name, group, await_exit_after(task));
	}
}

/// Longest wait for the tasks of one group to end before those of the next are told to.
const GROUP_PATIENCE: Duration = Duration::from_secs(5);

/// Time between two looks at the tasks of a group.
const GROUP_POLL: Duration = Duration::from_millis(2);

/// Time between the end of the users of the network and that of the network.
///
/// A protocol whose user has ended takes leave of the network, and reports a failure if the network
/// has ended as well.
const LEAVE: Duration = Duration::from_millis(500);

/// Longest wait for tasks that still run after all were told to end.
const SHUTDOWN: Duration = Duration::from_secs(60);

/// Tasks of a node, in groups that end one after the other.
///
/// A task that listens to another sees its channel close if the other ends first, and the SDK
/// reports that as a failure: of `network-worker`, of `syncing`, of the voter. So each group ends
/// before those that it listens to.
pub struct NodeTasks {
	/// Users of the network: RPC, sync, authors and voters.
	pub main: TaskManager,
	/// The task that drives the network.
	pub network_worker: TaskManager,
	/// Network protocols, and the queue between the network and block import.
	pub protocols: TaskManager,
	/// Verification and import of blocks.
	pub import: TaskManager,
}

impl NodeTasks {
	/// Adds the other groups to `main`. Their metrics are shown with those of `main`.
	///
	/// # Errors
	///
	/// If the metrics cannot be registered.
	pub fn new(
		main: TaskManager,
		tokio: &Handle,
		metrics: Option<&Registry>,
	) -> Result<Self, PrometheusError> {
		let mut registries = Vec::new();
		let mut group = || {
			let registry = metrics.map(|_| Registry::new());
			let group = TaskManager::new(tokio.clone(), registry.as_ref());
			registries.extend(registry);
			group
		};
		let (network_worker, protocols, import) = (group()?, group()?, group()?);
		if let Some(metrics) = metrics {
			metrics.register(Box::new(Joined(registries)))?;
		}
		Ok(Self { main, network_worker, protocols, import })
	}

	/// Waits for an essential task to fail.
	///
	/// # Errors
	///
	/// When one has failed.
	pub async fn failure(&mut self) -> Result<(), Error> {
		let Self { main, network_worker, protocols, import } = self;
		let groups = [main, network_worker, protocols, import].map(TaskManager::future);
		future::select_all(groups).await.0
	}

	/// Ends all tasks, and reports those that do not end in time.
	pub fn stop(self, tokio: Runtime) {
		let Self { main, network_worker, protocols, import } = self;
		let users = end(main);
		thread::sleep(LEAVE);
		let groups = [users, end(network_worker), end(protocols), end(import)];
		tokio.shutdown_timeout(SHUTDOWN);
		for (task, count) in groups.iter().flat_map(TaskRegistry::running_tasks) {
			log::error!(
				"Task \"{}\" (group {}, {count} running) did not end within {} seconds.",
				task.name,
				task.group,
				SHUTDOWN.as_secs(),
			);
		}
	}
}

/// Tells the tasks of a group to end, waits for them, and returns those that still run.
fn end(group: TaskManager) -> TaskRegistry {
	// Gives the exit signal.
	let tasks = group.into_task_registry();
	wait_for_end(&tasks, GROUP_PATIENCE);
	tasks
}

/// Waits until no task of a group runs, at most for `patience`.
fn wait_for_end(tasks: &TaskRegistry, patience: Duration) {
	let start = Instant::now();
	while !tasks.running_tasks().is_empty() && start.elapsed() < patience {
		thread::sleep(GROUP_POLL);
	}
}

/// Metrics of several registries as those of one.
///
/// Each task manager registers the same metrics, which one registry takes only once.
struct Joined(Vec<Registry>);

impl Collector for Joined {
	fn desc(&self) -> Vec<&Desc> {
		Vec::new()
	}

	fn collect(&self) -> Vec<MetricFamily> {
		self.0.iter().flat_map(Registry::gather).collect()
	}
}

/// Runs a task, then waits for the exit signal to end it.
///
/// The timer has a thread of its own, since the one of tokio panics once its runtime stops.
fn await_exit_after(task: BoxFuture<'static, ()>) -> BoxFuture<'static, ()> {
	task.then(|()| Delay::new(GRACE)).boxed()
}

#[cfg(test)]
mod tests {
	use std::sync::{
		atomic::{AtomicBool, Ordering},
		Arc,
	};

	use futures::{channel::mpsc, StreamExt};

	use super::*;

	fn node(tokio: &Runtime, metrics: Option<&Registry>) -> NodeTasks {
		let main = TaskManager::new(tokio.handle().clone(), metrics).unwrap();
		NodeTasks::new(main, tokio.handle(), metrics).unwrap()
	}

	/// Spawns a task that ends at once, and returns whether the node is told within `wait`.
	fn stops_the_node(wait: Duration) -> bool {
		let tokio = Runtime::new().unwrap();
		let mut task_manager = TaskManager::new(tokio.handle().clone(), None).unwrap();
		let tasks = EssentialTasks::new(&task_manager);
		tasks.spawn_essential("test", None, future::ready(()).boxed());
		let ended = tokio.block_on(future::select(task_manager.future(), Delay::new(wait)));
		matches!(ended, future::Either::Left((Err(_), _)))
	}

	#[test]
	fn the_end_of_an_essential_task_stops_the_node_after_the_grace_time() {
		assert!(!stops_the_node(GRACE / 4));
		assert!(stops_the_node(GRACE * 4));
	}

	#[test]
	fn an_essential_task_of_any_group_stops_the_node() {
		let groups: [fn(&NodeTasks) -> &TaskManager; 4] =
			[|all| &all.main, |all| &all.network_worker, |all| &all.protocols, |all| &all.import];
		for group in groups {
			let tokio = Runtime::new().unwrap();
			let mut tasks = node(&tokio, None);
			group(&tasks).spawn_essential_handle().spawn("test", None, future::ready(()));
			assert!(tokio.block_on(tasks.failure()).is_err());
		}
	}

	/// Runs a task of `group` that listens to a task of `source`, stops the node while the former
	/// is busy, and returns whether it saw the latter end.
	fn sees_the_end(
		group: fn(&NodeTasks) -> &TaskManager,
		source: fn(&NodeTasks) -> &TaskManager,
	) -> bool {
		let tokio = Runtime::new().unwrap();
		let tasks = node(&tokio, None);
		let (open, mut channel) = mpsc::unbounded::<()>();
		let (busy, is_busy) = std::sync::mpsc::channel();
		let seen = Arc::new(AtomicBool::new(false));
		let saw = seen.clone();
		source(&tasks).spawn_handle().spawn("source", None, async move {
			let _open = open;
			future::pending().await
		});
		group(&tasks).spawn_handle().spawn_blocking("listener", None, async move {
			busy.send(()).unwrap();
			thread::sleep(GRACE / 4);
			saw.store(channel.next().await.is_none(), Ordering::Relaxed);
		});
		is_busy.recv().unwrap();
		tasks.stop(tokio);
		seen.load(Ordering::Relaxed)
	}

	#[test]
	fn no_task_sees_the_end_of_a_group_that_it_listens_to() {
		assert!(!sees_the_end(|all| &all.main, |all| &all.network_worker));
		assert!(!sees_the_end(|all| &all.network_worker, |all| &all.protocols));
		assert!(!sees_the_end(|all| &all.protocols, |all| &all.import));
		assert!(sees_the_end(|all| &all.main, |all| &all.main), "the test shows the fault");
	}

	#[test]
	fn metrics_of_all_groups_are_shown_together() {
		let (tokio, registry) = (Runtime::new().unwrap(), Registry::new());
		let tasks = node(&tokio, Some(&registry));
		tasks.main.spawn_handle().spawn("one", None, future::ready(()));
		tasks.network_worker.spawn_handle().spawn("two", None, future::ready(()));
		let families = registry.gather();
		let spawned = families.iter().find(|all| all.get_name() == "substrate_tasks_spawned_total");
		assert_eq!(spawned.unwrap().get_metric().len(), 2);
	}
}
