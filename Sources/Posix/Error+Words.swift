import Foundation

extension Error {
    /// What happened, for people. Foundation's own errors describe themselves for debuggers.
    public var words: String {
        switch self {
        case let error as CocoaError: error.sentence
        case let error as POSIXError: String(cString: strerror(error.code.rawValue))
        default: "\(self)"
        }
    }
}

extension CocoaError {
    fileprivate var sentence: String {
        let path = filePath ?? url?.path ?? userInfo["NSFilePath"] as? String
        let cause = underlying.flatMap { $0 as? POSIXError }.map { String(cString: strerror($0.code.rawValue)) }
        let reason = cause ?? Self.reasons[code] ?? localizedDescription
        return path.map { "\($0): \(reason)" } ?? reason
    }

    private static let reasons: [CocoaError.Code: String] = [
        .fileNoSuchFile: "there is no such file", .fileReadNoSuchFile: "there is no such file",
        .fileReadNoPermission: "it can't be read, for lack of permission",
        .fileWriteNoPermission: "it can't be written, for lack of permission",
        .fileWriteOutOfSpace: "there is no room left on the disk",
        .fileWriteVolumeReadOnly: "the disk takes nothing more",
    ]
}
