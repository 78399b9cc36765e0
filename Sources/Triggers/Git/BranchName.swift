/// The rules for names of branches (git-check-ref-format), and then no name can be a pattern or an option.
enum BranchName {
    static func isPossible(_ name: String) -> Bool {
        guard !name.isEmpty, name.utf8.count <= 255, !name.hasPrefix("-"), name != "@" else { return false }
        guard name.unicodeScalars.allSatisfy(isAllowed), !name.contains(".."), !name.contains("@{"),
            !name.hasSuffix(".")
        else { return false }
        return name.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { part in
            !part.isEmpty && !part.hasPrefix(".") && !part.hasSuffix(".lock")
        }
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value > 0x20 && scalar.value != 0x7F && !"~^:?*[\\".unicodeScalars.contains(scalar)
    }
}
