import Foundation

/// A program that listens on a port, as an argument of python3: `python3 -c "$LISTEN" PORT [ADDRESS] [WAY…]`.
enum ListenProgram {
    /// With `shared` others of the account may listen there too; with `six` it takes nothing over IPv4; with `workers` it
    /// forks two processes and only waits for them.
    static let text = """
        import os, socket, sys, time
        port, address, ways = int(sys.argv[1]), (sys.argv[2:] + ["127.0.0.1"])[0], sys.argv[3:]
        listener = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if "shared" in ways: listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        if "six" in ways: listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        listener.bind((address, port))
        listener.listen()
        if "workers" in ways:
            for _ in range(2):
                if os.fork() == 0: time.sleep(300)
        print("listening", flush=True)
        time.sleep(300)
        """

    static let variables = ["LISTEN": text]

    /// Ways in which an instance may come to listen on `$PORT`.
    static let ownWays = [
        "exec python3 -c \"$LISTEN\" $PORT",
        "sh -c 'python3 -c \"$LISTEN\" $PORT; :'; :",
        "exec python3 -c \"$LISTEN\" $PORT 0.0.0.0",
        "exec python3 -c \"$LISTEN\" $PORT ::",
        "exec python3 -c \"$LISTEN\" $PORT 127.0.0.1 workers",
        // Twice forked, in a session of its own, with its first parents gone: it has the mark.
        "(setsid sh -c 'python3 -c \"$LISTEN\" $PORT & exit' &); sleep 300; :",
        // Without the mark: a child.
        "env -i PATH=\"$PATH\" python3 -c \"$LISTEN\" $PORT; :",
        // Without the mark and in a session of its own: a child of a marked one.
        "setsid env -i PATH=\"$PATH\" python3 -c \"$LISTEN\" $PORT & wait",
        // Without the mark or a parent: it is in the supervisor's session.
        "(env -i PATH=\"$PATH\" python3 -c \"$LISTEN\" $PORT &); sleep 300; :",
    ]

    /// What another account needs to listen there, as root starts it.
    static let asNobody = "setpriv --reuid=65534 --regid=65534 --clear-groups"

    static var canBeAnother: Bool {
        geteuid() == 0 && FileManager.default.isExecutableFile(atPath: "/usr/bin/setpriv")
    }
}
