//! The program. Everything is in the library.

fn main() {
    std::process::exit(jobo::cli::main(std::env::args_os()));
}
