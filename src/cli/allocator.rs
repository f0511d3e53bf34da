//! The allocator of the program: many threads read documents and give their memory back at once; the
//! system's allocator holds on to it.

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Runs before anything is allocated: memory is committed page by page as it is used. With the whole
/// reserve committed at once the kernel gives it out in huge pages, and a PDF that needs 14 MB at its
/// worst moment takes 65 instead of 40. And a large block, such as the picture of a page, is asked of the
/// system and goes back the moment it is freed: a thread that waits for tesseract asks for nothing, and
/// would keep the picture for seconds (64 MB instead of 57). Small blocks stay for the next document:
/// given back at once too, each document cost two calls of the system, 7 % of its reading.
#[cfg(target_os = "linux")]
#[used]
#[unsafe(link_section = ".init_array")]
static FRUGAL: extern "C" fn() = be_frugal;

#[cfg(target_os = "linux")]
extern "C" fn be_frugal() {
    /// Their places in `mi_option_t` of version 3.
    const ARENA_EAGER_COMMIT: libc::c_int = 4;
    const ARENA_MAX_OBJECT_SIZE: libc::c_int = 45;
    const LARGE_KIB: libc::c_long = 1024;
    unsafe extern "C" {
        fn mi_option_set_default(option: libc::c_int, value: libc::c_long);
    }
    // SAFETY: sets numbers in a static table; what the environment says goes before them.
    unsafe {
        mi_option_set_default(ARENA_EAGER_COMMIT, 0);
        mi_option_set_default(ARENA_MAX_OBJECT_SIZE, LARGE_KIB);
    }
}
