import Foundation

extension ShopConfiguration {
    /// Reads a configuration file: one JSON object, at most 64 KiB.
    ///
    /// - Throws: `ShopConfigurationError`.
    public init(contentsOf file: URL) throws {
        let data: Data
        do {
            let handle = try FileHandle(forReadingFrom: file)
            defer { try? handle.close() }
            data = try handle.read(upToCount: Self.fileSizeLimit + 1) ?? Data()
        } catch {
            throw ShopConfigurationError(file: file.path, problem: "cannot be read: \(error.localizedDescription)")
        }
        try self.init(json: data, file: file.path)
    }

    /// - Parameter file: the name used in errors.
    /// - Throws: `ShopConfigurationError`.
    public init(json: Data, file: String = "shop.json") throws {
        guard json.count <= Self.fileSizeLimit else {
            throw ShopConfigurationError(file: file, problem: "is larger than \(Self.fileSizeLimit) bytes")
        }
        do {
            self = try JSONDecoder().decode(ShopConfiguration.self, from: json)
        } catch let error as DecodingError {
            throw ShopConfigurationError(file: file, problem: error.summary)
        } catch {
            throw ShopConfigurationError(file: file, problem: "\(error)")
        }
    }

    private static let fileSizeLimit = 65_536
}

/// A configuration file that the shop cannot use.
public struct ShopConfigurationError: Error, CustomStringConvertible {
    /// The file's path.
    public let file: String
    /// What is wrong, and what would be right.
    public let problem: String

    public var description: String { "\(file): \(problem)" }
}

extension DecodingError {
    /// The key and what is wrong with it, without the decoder's internals.
    fileprivate var summary: String {
        let context: Context
        switch self {
        case .typeMismatch(_, let found), .valueNotFound(_, let found), .keyNotFound(_, let found),
            .dataCorrupted(let found):
            context = found
        @unknown default: return "\(self)"
        }
        let path = context.codingPath.map(\.stringValue).joined(separator: ".")
        return path.isEmpty ? context.debugDescription : "\(path): \(context.debugDescription)"
    }
}
