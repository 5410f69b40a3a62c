//! Settings in variables of the environment: one that is set and empty is an error, as a worker that took it for
//! not set would do something else than whoever wrote it expects.

use std::ffi::OsString;

use clap::CommandFactory;
use object_store::aws::AmazonS3ConfigKey;

use crate::args::Arguments;

/// Refuses the first variable that is a setting of this program, or of its object store, and empty.
///
/// # Errors
/// When there is one; the error has its name.
pub(crate) fn check(
    variables: impl IntoIterator<Item = (OsString, OsString)>,
) -> anyhow::Result<()> {
    let mut command = Arguments::command();
    command.build();
    let options = names(&command);
    for (name, value) in variables {
        if value.is_empty() && (options.contains(&name) || is_of_store(&name)) {
            let name = name.display();
            anyhow::bail!("the variable `{name}` is set and empty; give it a value, or remove it");
        }
    }
    Ok(())
}

/// Returns the variables that options of a command or of its subcommands may be given in.
fn names(command: &clap::Command) -> Vec<OsString> {
    let these = command.get_arguments().filter_map(|option| option.get_env());
    let these = these.map(ToOwned::to_owned);
    these.chain(command.get_subcommands().flat_map(names)).collect()
}

/// Returns whether the client of the object store reads a variable, as `AmazonS3Builder::from_env` does.
fn is_of_store(name: &OsString) -> bool {
    let name = name.to_str().filter(|name| name.starts_with("AWS_"));
    name.is_some_and(|name| name.to_ascii_lowercase().parse::<AmazonS3ConfigKey>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(name: &str, value: &str) -> Option<String> {
        check([(name.into(), value.into())]).err().map(|error| error.to_string())
    }

    #[test]
    fn empty_settings_are_refused_by_name() {
        let mut command = Arguments::command();
        command.build();
        let mut all: Vec<_> =
            names(&command).into_iter().filter_map(|name| name.into_string().ok()).collect();
        assert!(all.iter().any(|name| name == "ORDERPAPER_PUBLIC_STORE"), "{all:?}");
        all.extend(["AWS_ENDPOINT", "AWS_ENDPOINT_URL", "AWS_REGION"].map(str::to_owned));
        for name in all {
            let error = refused(&name, "").unwrap_or_default();
            assert!(error.contains(&format!("`{name}`")), "{name}: {error}");
            assert_eq!(refused(&name, "x"), None, "{name}");
        }
    }

    #[test]
    fn other_variables_may_be_empty() {
        for name in ["PATH", "AWS_NOTHING_OF_OURS", "ORDERPAPER_OF_ANOTHER_PROGRAM"] {
            assert_eq!(refused(name, ""), None, "{name}");
        }
    }
}
