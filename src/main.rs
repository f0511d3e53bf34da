//! The `kehoach` program: a thin door to [`cli`].

mod cli;

use std::process::ExitCode;

/// Many threads read documents and give their memory back at once; the system's allocator holds on to it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    cli::main()
}
