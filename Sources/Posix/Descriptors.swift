import Foundation

/// The open files that a process may have.
public enum Descriptors {
    /// Makes sure that there is room for what starting a program takes: pipes, a file or two, and what watches it.
    ///
    /// Without it a library that starts programs ends this process, where it has opened one pipe and not the next.
    ///
    /// - Throws: ``DescriptorShortage`` when there is not.
    public static func verifyRoom(for count: Int = 32) throws(DescriptorShortage) {
        var opened: [Int32] = []
        defer { for descriptor in opened { close(descriptor) } }
        for _ in 0..<count {
            let descriptor = open("/dev/null", O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else { throw DescriptorShortage(reason: String(cString: strerror(errno))) }
            opened.append(descriptor)
        }
    }
}

/// No more files can be opened, so that nothing can be started, and nobody asked.
public struct DescriptorShortage: Error, Equatable, Sendable, CustomStringConvertible {
    /// What the system says.
    public let reason: String
    private let consequence: String

    init(reason: String, consequence: String = "no program can be started") {
        self.reason = reason
        self.consequence = consequence
    }

    /// - Parameter number: an error number of the system; `nil` is returned for one that means something else.
    public init?(_ number: Int32, consequence: String) {
        guard number == EMFILE || number == ENFILE else { return nil }
        self.init(reason: String(cString: strerror(number)), consequence: consequence)
    }

    public var description: String {
        var limit = rlimit()
        #if canImport(Darwin)
            getrlimit(RLIMIT_NOFILE, &limit)
        #else
            getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        #endif
        return "\(consequence): \(reason) (the limit is \(limit.rlim_cur)); raise it with ulimit -n"
    }
}
