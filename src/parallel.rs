//! Work on several threads, whose results come in order whichever ends first.

use std::panic;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Returns how many threads the machine can run at once.
pub fn processors() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

/// Returns what `work` makes of each number below `count`, in order, on up to `threads` threads.
///
/// # Panics
/// When `work` does.
pub fn map<T: Send>(threads: usize, count: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let take = || Some(next.fetch_add(1, Ordering::Relaxed)).filter(|at| *at < count);
    let run = || std::iter::from_fn(|| take().map(|at| (at, work(at)))).collect::<Vec<_>>();
    let mut done = thread::scope(|scope| {
        let others = 1..threads.clamp(1, count.max(1));
        let others: Vec<_> = others.map(|_| scope.spawn(run)).collect();
        let mut done = run();
        for other in others {
            done.extend(other.join().unwrap_or_else(|cause| panic::resume_unwind(cause)));
        }
        done
    });
    done.sort_unstable_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, made)| made).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order() {
        for (threads, count) in [(0, 3), (1, 0), (2, 1), (3, 1000)] {
            let squares: Vec<usize> = (0..count).map(|at| at * at).collect();
            assert_eq!(map(threads, count, |at| at * at), squares);
        }
    }

    #[test]
    #[should_panic(expected = "at 7")]
    fn a_panic_is_passed_on() {
        map(4, 8, |at| assert!(at < 7, "at {at}"));
    }
}
