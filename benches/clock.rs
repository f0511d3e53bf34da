//! Processor time: what a busy machine cannot falsify.

use std::time::Duration;

/// Of the calling thread.
pub fn thread() -> Duration {
    read(libc::CLOCK_THREAD_CPUTIME_ID)
}

/// Of all threads of this process, also those that have ended.
pub fn process() -> Duration {
    read(libc::CLOCK_PROCESS_CPUTIME_ID)
}

fn read(clock: libc::clockid_t) -> Duration {
    let mut time = libc::timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    // SAFETY: `time` is a timespec of this thread's stack, which the call fills in.
    let failed = unsafe { libc::clock_gettime(clock, &mut time) };
    assert_eq!(failed, 0, "no processor clock on this system");
    Duration::new(time.tv_sec.unsigned_abs(), time.tv_nsec as u32)
}
