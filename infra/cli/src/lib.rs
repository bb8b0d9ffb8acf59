//! The operator's program: puts mappings right, shows what needs a person, and tells the story of one order. It speaks to the
//! tables alone, so that it works the same against AWS, against the sandbox and against tables in memory.

pub mod arguments;
pub mod commands;
pub mod deployment;
pub mod exceptions;
pub mod feeds;
pub mod finding;
pub mod lanes;
pub mod mapping_check;
pub mod mapping_compare;
pub mod mapping_fields;
pub mod mapping_files;
pub mod mapping_load;
pub mod mapping_put;
pub mod mapping_report;
pub mod mapping_write;
pub mod order_find;
pub mod order_show;
pub mod output;
pub mod trail_words;
pub mod words;
