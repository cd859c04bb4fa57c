# Filled in by packaging/recipes at a release; belongs into a tap.
class Jobo < Formula
  desc "Reader for your own library of articles, in a terminal"
  homepage "@REPOSITORY@"
  url "@REPOSITORY@/releases/download/v@VERSION@/jobo-@VERSION@.tar.gz"
  sha256 "@SHA256@"
  license all_of: [
    { any_of: ["MIT", "Apache-2.0"] },
    "Apache-2.0", "MIT", "CC0-1.0", "CC-BY-4.0", "CC-BY-SA-4.0", "NAIST-2003", "Unicode-3.0"
  ]

  depends_on "rust" => :build

  def install
    system "cargo", "install", "--features", "pictures", *std_cargo_args
    system bin/"jobo", "man", "--all", buildpath/"man"
    man1.install Dir["man/man1/*"]
    man5.install Dir["man/man5/*"]
    man7.install Dir["man/man7/*"]
    generate_completions_from_executable(bin/"jobo", "completions")
    doc.install "config.example.toml", "assets/LICENSES.md"
  end

  test do
    assert_equal "jobo #{version}", shell_output("#{bin}/jobo --version").strip
    assert_operator shell_output("#{bin}/jobo --sample list").lines.count, :>=, 20
  end
end
