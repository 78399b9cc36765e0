import FlyingSocks
import Foundation

/// What `printf … | nc -N -U PATH` does: it sends everything, ends its input and reads to the end. It blocks.
enum PipedInput {
    static func answer(to text: String, from path: String) throws(SocketError) -> String {
        do {
            let socket = try Socket(domain: AF_UNIX)
            defer { try? socket.close() }
            try socket.connect(to: .unix(path: path))
            _ = try socket.write(Data(text.utf8))
            shutdown(socket.file.rawValue, Int32(SHUT_WR))
            return String(decoding: try readToEnd(socket), as: UTF8.self)
        } catch {
            throw error as? SocketError ?? .disconnected
        }
    }

    private static func readToEnd(_ socket: Socket) throws -> [UInt8] {
        var bytes: [UInt8] = []
        do {
            while true { bytes += try socket.read(atMost: 65536) }
        } catch SocketError.disconnected {
            return bytes
        }
    }
}
