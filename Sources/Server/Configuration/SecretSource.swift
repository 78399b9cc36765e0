import Cryptography

/// Where a secret is kept; never in the configuration itself.
enum SecretSource: Equatable {
    case file(String)
    case environment(String)

    /// The secret as it is there now.
    ///
    /// - Parameter environment: the variables of this process.
    func read(environment: [String: String]) throws(SecretError) -> Secret {
        switch self {
        case .file(let path): return try .read(from: path)
        case .environment(let name):
            guard let value = environment[name] else { throw .noSuchVariable(name: name) }
            return try Secret(Array(value.utf8))
        }
    }
}

/// The names that a configuration's sections gather while they are read.
final class SecretVariables {
    var names: Set<String> = []
}
