//! Essential tasks that end in silence when the node stops.

use std::time::Duration;

use futures::{future::BoxFuture, FutureExt};
use futures_timer::Delay;
use sc_service::{SpawnEssentialTaskHandle, TaskManager};
use sp_core::traits::SpawnEssentialNamed;

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

/// Runs a task, then waits for the exit signal to end it.
///
/// The timer has a thread of its own, since the one of tokio panics once its runtime stops.
fn await_exit_after(task: BoxFuture<'static, ()>) -> BoxFuture<'static, ()> {
	task.then(|()| Delay::new(GRACE)).boxed()
}

#[cfg(test)]
mod tests {
	use futures::future;

	use super::*;

	/// Spawns a task that ends at once, and returns whether the node is told within `wait`.
	fn stops_the_node(wait: Duration) -> bool {
		let tokio = tokio::runtime::Runtime::new().unwrap();
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
}
