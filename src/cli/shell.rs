//! `completions` and `man`: what a shell and `man` know of the command line, from its one description.

use clap_mangen::Man as Page;

use super::Outcome;
use super::arguments::{Completions, Man};
use super::help;
use super::messages as say;
use super::screen::Screen;

pub fn completions(completions: &Completions, screen: &mut Screen) -> anyhow::Result<Outcome> {
    let mut command = help::command(screen.lang);
    // The generator panics when its writer fails: a closed pipe must not reach it.
    let mut script = Vec::new();
    clap_complete::generate(completions.shell, &mut command, "kehoach", &mut script);
    write(&script, screen)
}

/// The page of the program, or of one command.
pub fn man(man: &Man, screen: &mut Screen) -> anyhow::Result<Outcome> {
    let mut program = help::command(screen.lang);
    program.build();
    let named = match &man.command {
        None => Some(&program),
        Some(name) => program.find_subcommand(name),
    };
    let Some(command) = named else {
        let name = man.command.as_deref().unwrap_or_default();
        anyhow::bail!(screen.said(&say::NO_SUCH_COMMAND, &[("name", &name)]));
    };
    let mut page = Vec::new();
    Page::new(command.clone()).render(&mut page)?;
    write(&page, screen)
}

fn write(bytes: &[u8], screen: &mut Screen) -> anyhow::Result<Outcome> {
    use std::io::Write;
    screen.raw().write_all(bytes)?;
    Ok(Outcome::Done)
}
