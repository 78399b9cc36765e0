import Foundation

extension Data {
    /// The bytes of a pipeline file, and at most one more than may be in it.
    ///
    /// - Throws: `PipelineFileError.unreadable`; also for what is no file: reading a pipe could wait for ever.
    init(contentsOfPipelineFile path: String) throws(PipelineFileError) {
        let url = URL(filePath: path).resolvingSymlinksInPath()
        do {
            let attributes = try FileManager.default.attributesOfItem(atPath: url.path(percentEncoded: false))
            guard attributes[.type] as? FileAttributeType == .typeRegular else {
                throw PipelineFileError.unreadable(file: path, reason: "this is not a file")
            }
            let handle = try FileHandle(forReadingFrom: url)
            defer { try? handle.close() }
            self = try handle.read(upToCount: PipelineFile.sizeLimit + 1) ?? Data()
        } catch let error as PipelineFileError {
            throw error
        } catch {
            throw .unreadable(file: path, reason: Self.reason(error))
        }
    }

    private static func reason(_ error: any Error) -> String {
        switch (error as? CocoaError)?.code {
        case .fileNoSuchFile, .fileReadNoSuchFile: "there is no such file"
        case .fileReadNoPermission: "the file may not be read by this user"
        default: "the file can't be read: \(error.localizedDescription)"
        }
    }
}
