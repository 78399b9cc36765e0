import Values

extension VariableSettings {
    /// The longest text of a variable, in bytes: no system starts a program with one that is much longer.
    public static let textLimit = 32 << 10

    /// What is wrong with it; `path` is where it is.
    func faults(at path: FieldPath) -> [FieldFault] {
        textFaults(at: path.key("env")) + secretFaults(at: path.key("secrets"))
            + [file?.variableFileFault(at: path.key("env-file"))].compactMap { $0 }
    }

    private func textFaults(at path: FieldPath) -> [FieldFault] {
        texts.sorted { $0.key < $1.key }.flatMap { name, text in
            let path = path.key(name)
            let isLong = text.utf8.count > Self.textLimit
            let long = FieldFault(
                at: path, "the text of \(name.quoted) has more than \(Self.textLimit) bytes",
                remedy: "put it into a file, and name that")
            return [name.settableFault(at: path), isLong ? long : nil].compactMap { $0 }
        }
    }

    private func secretFaults(at path: FieldPath) -> [FieldFault] {
        secrets.sorted { $0.key < $1.key }.flatMap { name, source in
            let path = path.key(name)
            let twice = FieldFault(
                at: path, "\(name.quoted) is under env and under secrets", remedy: "keep one of them")
            return [name.settableFault(at: path), texts[name] == nil ? nil : twice].compactMap { $0 }
                + source.faults(at: path)
        }
    }
}

extension String {
    /// Whether a shell could export a variable of this name.
    public var isVariableName: Bool {
        guard let first = utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else { return false }
        return utf8.allSatisfy { SafeName.isLetterOrDigit($0) || $0 == UInt8(ascii: "_") }
    }

    /// Whether Slipway itself says what is in the variable of this name.
    public var isReservedVariable: Bool { self == "PORT" || hasPrefix("SLIPWAY_") }

    /// Whether every process on this machine finds Slipway's own variable of this name, unasked.
    public var isPassedUnasked: Bool {
        ["PATH", "HOME", "LANG", "TERM", "TMPDIR"].contains(self) || hasPrefix("SLIPWAY_")
    }

    func variableNameFault(at path: FieldPath) -> FieldFault? {
        isVariableName
            ? nil
            : FieldFault(
                at: path, "\(quoted) is no name of a variable", remedy: "write letters, digits and _, not a digit first"
            )
    }

    /// The same for a variable that a pipeline sets.
    fileprivate func settableFault(at path: FieldPath) -> FieldFault? {
        if let fault = variableNameFault(at: path) { return fault }
        guard isReservedVariable else { return nil }
        return FieldFault(
            at: path, "\(quoted) is a variable that Slipway itself sets",
            remedy: "use another name; PORT and what begins with SLIPWAY_ are taken")
    }

    /// The same for a variable that is to be a secret's source.
    func sharedFault(at path: FieldPath) -> FieldFault? {
        guard isPassedUnasked else { return nil }
        return FieldFault(
            at: path, "every process on this machine finds \(quoted) of Slipway's own environment",
            remedy: "keep the secret in a variable of another name")
    }

    /// A file of variables or of a secret: in the workspace, or anywhere by its whole path.
    func variableFileFault(at path: FieldPath) -> FieldFault? {
        guard !hasPrefix("/") else { return hasSuffix("/") ? noFile(at: path) : nil }
        if allSatisfy(\.isWhitespace) || hasSuffix("/") { return noFile(at: path) }
        guard split(separator: "/").contains("..") else { return nil }
        return FieldFault(
            at: path, "\(quoted) leaves the workspace",
            remedy: "write a path within the workspace, or one that begins with /")
    }

    private func noFile(at path: FieldPath) -> FieldFault {
        FieldFault(at: path, "\(quoted) names no file", remedy: "write its path, such as /etc/shop.env")
    }
}
