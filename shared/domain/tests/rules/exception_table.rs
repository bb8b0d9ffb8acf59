//! What the operators are told of each kind.

use domain::exception::Problem;

use crate::exception::problems;

/// Owner and meaning of a kind, by the table of exceptions in the readme.
fn told(readme: &str, kind: &str) -> Option<(String, String)> {
    let named = format!("`{kind}`");
    readme.lines().find_map(|line| {
        let cells: Vec<&str> = line.strip_prefix('|')?.split('|').map(str::trim).collect();
        match cells.as_slice() {
            [kinds, owner, meaning, ..] if kinds.split(", ").any(|one| one == named) => {
                Some(((*owner).to_owned(), (*meaning).to_owned()))
            }
            _ => None,
        }
    })
}

#[test]
fn the_readme_tells_of_every_kind_whose_it_is_and_what_it_means() {
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../README.md")).unwrap();
    for problem in problems() {
        let kind = problem.kind();
        let Some((owner, meaning)) = told(&readme, kind) else { panic!("the readme does not tell of `{kind}`") };
        assert_eq!(owner, problem.owner().name().replace('_', " "), "{kind}");
        assert!(meaning.len() > 20, "{kind}: {meaning}");
    }
    assert_eq!(told(&readme, "no_such_kind"), None);
}

#[test]
fn no_problem_is_left_out_of_these_rules() {
    // A word that is none makes serde name every one that there is.
    let all = serde_json::from_str::<Problem>("\"none\"").unwrap_err().to_string();
    let named: Vec<&str> = all.split('`').skip(1).step_by(2).filter(|word| *word != "none").collect();
    assert!(named.len() > 10, "{all}");
    let sampled: Vec<String> = problems().iter().map(|problem| serde_json::to_string(problem).unwrap()).collect();
    for name in named {
        let quoted = format!("\"{name}\"");
        assert!(
            sampled.iter().any(|text| text.trim_start_matches('{').starts_with(&quoted)),
            "there is no sample of `{name}`"
        );
    }
}
