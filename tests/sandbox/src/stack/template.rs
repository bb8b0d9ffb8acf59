//! The template as it goes to `CloudFormation`: the very file, but for where the code lies.

use std::collections::BTreeMap;

/// A zip in a bucket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeAt {
    /// Bucket.
    pub bucket: String,
    /// Key in the bucket.
    pub key: String,
}

/// A function of the template that there is no zip for.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line} of the template names the code {code_uri}, and no zip was built for it")]
pub struct NoCode {
    /// Counted from 1.
    pub line: usize,
    /// As it stands there.
    pub code_uri: String,
}

/// Replaces each `CodeUri` whose path ends in a key of `code`. Line by line rather than through a YAML reader, so that
/// nothing else of the file can change: its short tags, its order, its comments.
///
/// # Errors
/// [`NoCode`] for a `CodeUri` that `code` does not hold.
pub fn with_code(template: &str, code: &BTreeMap<String, CodeAt>) -> Result<String, NoCode> {
    let mut text = String::with_capacity(template.len());
    for (index, line) in template.lines().enumerate() {
        match line.trim_start().strip_prefix("CodeUri:") {
            None => text.push_str(line),
            Some(uri) => {
                let uri = uri.trim();
                let last = uri.trim_end_matches('/').rsplit('/').next().unwrap_or(uri);
                let at = code.get(last).ok_or_else(|| NoCode { line: index + 1, code_uri: uri.to_owned() })?;
                let indent = &line[..line.len() - line.trim_start().len()];
                let [bucket, key] = [&at.bucket, &at.key];
                text.extend([indent, "CodeUri: { Bucket: ", bucket, ", Key: ", key, " }"]);
            }
        }
        text.push('\n');
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code() -> BTreeMap<String, CodeAt> {
        BTreeMap::from([(
            "due-work".to_owned(),
            CodeAt { bucket: "code".to_owned(), key: "due-work-1.zip".to_owned() },
        )])
    }

    #[test]
    fn only_the_code_uri_changes() {
        let template = "A: !Ref B # why\n      CodeUri: ../target/lambda/due-work/\n      Role: !GetAtt R.Arn\n";
        let expected =
            "A: !Ref B # why\n      CodeUri: { Bucket: code, Key: due-work-1.zip }\n      Role: !GetAtt R.Arn\n";
        assert_eq!(with_code(template, &code()), Ok(expected.to_owned()));
    }

    #[test]
    fn code_that_was_not_built_is_named_with_its_line() {
        let unknown = with_code("Resources:\n  CodeUri: ../target/lambda/reconcile/\n", &code());
        assert_eq!(unknown, Err(NoCode { line: 2, code_uri: "../target/lambda/reconcile/".to_owned() }));
    }
}
