use super::*;

/// A name that nobody knows would leave its message, or its code, out without a word.
#[test]
fn the_code_names_messages_and_features_that_there_are() {
    let mut added = include_str!("features.rs").to_owned();
    added.retain(|sign| !sign.is_whitespace());
    let code = PARTS.iter().map(|(_, part)| *part).chain([OUTER, ROWS]);
    for part in code {
        for (at, _) in part.match_indices("say(") {
            let name = part[at + 4..].split([',', ')']).next().unwrap();
            assert!(message::ALL.iter().any(|(known, _)| *known == name), "{name}");
        }
        let knows = |condition: &str| {
            assert!(!condition.is_empty(), "a choice without a condition");
            for feature in condition.split('|').map(|feature| feature.trim_start_matches('!')) {
                assert!(added.contains(&format!("(\"{feature}\",")), "{feature}");
            }
        };
        let mut open = 0;
        for line in part.lines().map(str::trim_start) {
            if let Some(condition) = line.strip_prefix("//#if ") {
                open += 1;
                knows(condition);
            } else if line == "//#end" {
                open -= 1;
            } else {
                let choices = line.split('#').skip(1).filter_map(|text| text.split_once('{'));
                for (condition, code) in choices {
                    knows(condition);
                    let depths = code.chars().scan(1, |depth, sign| {
                        *depth += i32::from(sign == '{') - i32::from(sign == '}');
                        Some(*depth)
                    });
                    assert!(depths.min() <= Some(0), "a choice without an end: {line}");
                }
            }
            assert!(open >= 0, "an end too many");
        }
        assert_eq!(open, 0, "an end is missing");
    }
}
