import Delivery
import Values

/// The name of an artifact in the form that CDEvents asks for (https://github.com/package-url/purl-spec), of the type
/// for what no package manager knows: `pkg:generic/shop@1.42.0?checksum=sha256:4e1d…`.
enum PackageURL {
    static func generic(_ artifact: Artifact, named name: String) -> String {
        let version = artifact.version.isEmpty ? "" : "@" + artifact.version.encoded(keeping: "")
        let checksum = "checksum=sha256:\(artifact.digest.hexadecimal)"
        return "pkg:generic/\(name.isEmpty ? "artifact" : name.encoded(keeping: ""))\(version)?\(checksum)"
    }
}
