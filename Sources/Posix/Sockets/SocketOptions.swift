#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The differences between the systems' sockets, in one place.
package enum SocketOptions {
    #if canImport(Glibc)
        package static let stream = Int32(SOCK_STREAM.rawValue)
        package static let datagram = Int32(SOCK_DGRAM.rawValue)
    #else
        package static let stream = SOCK_STREAM
        package static let datagram = SOCK_DGRAM
    #endif

    #if canImport(Darwin)
        package static let sendFlags: Int32 = 0
    #else
        /// A peer that is gone gives an error; without it, the signal would end this process.
        package static let sendFlags = Int32(MSG_NOSIGNAL)
    #endif

    /// On macOS the same as ``sendFlags`` elsewhere.
    package static func ignoreBrokenPipe(_ descriptor: Int32) {
        #if canImport(Darwin)
            set(SO_NOSIGPIPE, to: Int32(1), of: descriptor)
        #endif
    }

    /// Sets an option of the socket layer; the value's type must be the option's C type.
    @discardableResult
    package static func set<Value: BitwiseCopyable>(_ option: Int32, to value: Value, of descriptor: Int32) -> Bool {
        withUnsafeBytes(of: value) {
            setsockopt(descriptor, SOL_SOCKET, option, $0.baseAddress, socklen_t($0.count)) == 0
        }
    }

    /// Sends what the socket takes now, without a signal when the other side is gone; -1 sets `errno`.
    package static func send(_ bytes: UnsafeRawBufferPointer, through descriptor: Int32) -> Int {
        #if canImport(Darwin)
            Darwin.send(descriptor, bytes.baseAddress, bytes.count, sendFlags)
        #elseif canImport(Glibc)
            Glibc.send(descriptor, bytes.baseAddress, bytes.count, sendFlags)
        #else
            Musl.send(descriptor, bytes.baseAddress, bytes.count, sendFlags)
        #endif
    }
}
