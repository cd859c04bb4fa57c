{ lib, stdenv, rustPlatform, installShellFiles }:

let
  manifest = (lib.importTOML ../Cargo.toml).package;
in
rustPlatform.buildRustPackage {
  pname = manifest.name;
  inherit (manifest) version;

  src = lib.cleanSource ../.;
  cargoLock.lockFile = ../Cargo.lock;
  cargoBuildFlags = [ "--bin" "jobo" ];
  buildFeatures = [ "pictures" ];

  # The tests open pseudo terminals and compare programs of the workplace; what is installed is tried instead.
  doCheck = false;

  nativeBuildInputs = [ installShellFiles ];

  postInstall = lib.optionalString (stdenv.buildPlatform.canExecute stdenv.hostPlatform) ''
    export HOME=$TMPDIR
    $out/bin/jobo man --all man
    installManPage man/*/*
    installShellCompletion --cmd jobo \
      --bash <($out/bin/jobo completions bash) \
      --zsh <($out/bin/jobo completions zsh) \
      --fish <($out/bin/jobo completions fish)
  '';

  doInstallCheck = stdenv.buildPlatform.canExecute stdenv.hostPlatform;
  installCheckPhase = ''
    HOME=$TMPDIR $out/bin/jobo --sample list >/dev/null
  '';

  meta = {
    inherit (manifest) description;
    license = with lib.licenses; [ mit asl20 cc0 cc-by-40 cc-by-sa-40 naist-2003 unicode-30 ];
    mainProgram = "jobo";
    platforms = lib.platforms.unix;
  };
}
