#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The differences between the systems' C libraries, in one place.
enum SystemCall {
    #if canImport(Glibc)
        static let streamSocket = Int32(SOCK_STREAM.rawValue)
    #else
        static let streamSocket = SOCK_STREAM
    #endif

    #if canImport(Darwin)
        static let sendFlags: Int32 = 0
    #else
        /// A peer that is gone gives an error; without it, the signal would end this process.
        static let sendFlags = Int32(MSG_NOSIGNAL)
    #endif

    /// What an error number means, for people.
    static func message(_ number: Int32) -> String {
        String(cString: strerror(number))
    }

    /// On macOS the same as ``sendFlags`` elsewhere.
    static func ignoreBrokenPipe(_ descriptor: Int32) {
        #if canImport(Darwin)
            setOption(SO_NOSIGPIPE, to: Int32(1), of: descriptor)
        #endif
    }

    /// Sets an option of the socket layer; the value's type must be the option's C type.
    @discardableResult
    static func setOption<Value: BitwiseCopyable>(_ option: Int32, to value: Value, of descriptor: Int32) -> Bool {
        withUnsafeBytes(of: value) {
            setsockopt(descriptor, SOL_SOCKET, option, $0.baseAddress, socklen_t($0.count)) == 0
        }
    }
}
