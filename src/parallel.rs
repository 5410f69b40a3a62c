//! Work on several threads: results come back in order, whichever ends first, and a [`Semaphore`] limits how
//! much is done at one time.

use std::panic;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

/// Returns how many threads the machine can run at once; one where it does not say.
pub fn processors() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

/// Returns the result of `work` for each number below `count`, in order, on up to `threads` threads.
///
/// # Panics
/// When `work` does, with its payload.
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
    done.into_iter().map(|(_, result)| result).collect()
}

/// A semaphore: a limited number of threads work at a time, and the others wait.
#[derive(Debug)]
pub struct Semaphore {
    free: Mutex<usize>,
    freed: Condvar,
}

impl Semaphore {
    /// Returns a semaphore with that number of permits; with one, if it is none.
    pub fn new(permits: usize) -> Self {
        Self { free: Mutex::new(permits.max(1)), freed: Condvar::new() }
    }

    /// Does some work once a permit is free, and returns its result.
    pub fn run<T>(&self, work: impl FnOnce() -> T) -> T {
        let free = self.freed.wait_while(self.free(), |free| *free == 0);
        *free.unwrap_or_else(PoisonError::into_inner) -= 1;
        let _permit = Permit(self);
        work()
    }

    fn free(&self) -> MutexGuard<'_, usize> {
        self.free.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A permit that is taken, and given back when it is dropped, so also when the work panics.
struct Permit<'a>(&'a Semaphore);

impl Drop for Permit<'_> {
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
    fn a_panic_is_passed_on() {
        let broken = panic::catch_unwind(|| map(4, 8, |at| assert!(at < 7, "at {at}")));
        let payload = broken.expect_err("the work of 7 panics");
        assert_eq!(payload.downcast_ref::<String>().map(String::as_str), Some("at 7"));
    }

    #[test]
    fn semaphore_limits_concurrency() {
        for permits in [1, 3] {
            let semaphore = Semaphore::new(permits);
            let (running, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
            map(8, 200, |_| {
                semaphore.run(|| {
                    let now = running.fetch_add(1, Ordering::SeqCst) + 1;
                    most.fetch_max(now, Ordering::SeqCst);
                    thread::yield_now();
                    running.fetch_sub(1, Ordering::SeqCst);
                });
            });
            assert!(most.into_inner() <= permits);
        }
    }

    #[test]
    fn a_permit_is_given_back_after_a_panic() {
        let semaphore = Semaphore::new(1);
        let broken =
            panic::catch_unwind(panic::AssertUnwindSafe(|| semaphore.run(|| panic!("no"))));
        assert!(broken.is_err());
        assert_eq!(semaphore.run(|| 7), 7);
    }
}
