{
  description = "A reader for your own library of articles, in a terminal";

  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixpkgs-unstable";

  outputs = { self, nixpkgs }:
    let
      systems = [ "x86_64-linux" "aarch64-linux" "x86_64-darwin" "aarch64-darwin" ];
      each = make: nixpkgs.lib.genAttrs systems (system: make nixpkgs.legacyPackages.${system});
    in
    {
      packages = each (pkgs: rec {
        jobo = pkgs.callPackage ./packaging/package.nix { };
        default = jobo;
      });

      apps = each (pkgs: rec {
        jobo = {
          type = "app";
          program = "${self.packages.${pkgs.stdenv.hostPlatform.system}.jobo}/bin/jobo";
        };
        default = jobo;
      });

      devShells = each (pkgs: {
        default = pkgs.mkShell {
          inputsFrom = [ self.packages.${pkgs.stdenv.hostPlatform.system}.jobo ];
          packages = [ pkgs.clippy pkgs.rustfmt ];
        };
      });
    };
}
