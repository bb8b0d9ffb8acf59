use std::process::Command;

/// The programs that are deployed or handed to an operator, each built by `-p` alone, and what none of them may hold.
const PROGRAMS: [&str; 5] = ["webhook-intake", "order-export", "due-work", "feed-poll", "cherrycycle"];

fn features(package: &str) -> String {
    let tree = Command::new(env!("CARGO"))
        .args(["tree", "--locked", "-e", "normal,build,features", "-p", package])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(tree.status.success(), "{}", String::from_utf8_lossy(&tree.stderr));
    String::from_utf8(tree.stdout).unwrap()
}

#[test]
fn the_features_of_each_program_are_free_of_them() {
    for program in PROGRAMS {
        let features = features(program);
        assert!(features.contains("domain v"), "{program} does not even hold the domain: the test looks at nothing");
        assert!(!features.contains("planted"), "{program} is built with planted bugs");
    }
}

#[test]
fn the_test_would_see_them() {
    assert!(features("simulation").contains(r#"domain feature "planted""#));
}

/// A build of the whole workspace would give every program the features that the simulation asks for.
#[test]
fn the_build_that_is_written_down_names_each_function_and_nothing_else() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
    let functions = format!(" -p {}", PROGRAMS[..4].join(" -p "));
    for file in ["README.md", "samconfig.toml"] {
        let text = std::fs::read_to_string(format!("{root}/{file}")).unwrap();
        let commands: Vec<&str> = text.split("cargo lambda build").skip(1).collect();
        assert!(!commands.is_empty(), "{file} says how to build");
        assert!(commands.iter().all(|command| command.starts_with(&format!(" --release{functions}"))), "{file}");
    }
}
