//! Work on several threads, whose results come in order whichever ends first, and how much of it is done
//! at one time.

use std::panic;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
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

/// A gate through which only so many threads go at a time; the others wait.
#[derive(Debug)]
pub struct Gate {
    free: Mutex<usize>,
    freed: Condvar,
}

impl Gate {
    /// Returns a gate for so many at a time, one at the least.
    pub fn of(places: usize) -> Self {
        Self { free: Mutex::new(places.max(1)), freed: Condvar::new() }
    }

    /// Does some work as soon as there is a place for it.
    pub fn through<T>(&self, work: impl FnOnce() -> T) -> T {
        let free = self.freed.wait_while(self.free(), |free| *free == 0);
        *free.unwrap_or_else(PoisonError::into_inner) -= 1;
        let _place = Place(self);
        work()
    }

    fn free(&self) -> MutexGuard<'_, usize> {
        self.free.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A place that is taken, and given back however the work ends.
struct Place<'a>(&'a Gate);

impl Drop for Place<'_> {
    fn drop(&mut self) {
        *self.0.free() += 1;
        self.0.freed.notify_one();
    }
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

    #[test]
    fn a_gate_lets_so_many_in() {
        for places in [1, 3] {
            let (gate, inside, most) = (Gate::of(places), AtomicUsize::new(0), AtomicUsize::new(0));
            map(8, 200, |_| {
                gate.through(|| {
                    let now = inside.fetch_add(1, Ordering::SeqCst) + 1;
                    most.fetch_max(now, Ordering::SeqCst);
                    thread::yield_now();
                    inside.fetch_sub(1, Ordering::SeqCst);
                });
            });
            assert!(most.into_inner() <= places);
        }
    }

    #[test]
    fn a_place_is_given_back_by_a_panic() {
        let gate = Gate::of(1);
        let broken = panic::catch_unwind(panic::AssertUnwindSafe(|| gate.through(|| panic!("no"))));
        assert!(broken.is_err());
        assert_eq!(gate.through(|| 7), 7);
    }
}
