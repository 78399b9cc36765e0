import Delivery
import Foundation
import SlipwayTesting
import Subprocess
import Testing
import Values

/// Slipway's clock is set in the middle of a canary, by a library that it loads first. The router has an environment of
/// its own and keeps its clock, so that only a clock set ahead is as it would be in earnest.
#if os(Linux)
    extension ChaosReport {
        @Suite(.serialized, .enabled(if: SetClock.canBeBuilt, "there is no C compiler"))
        struct ClockJumpTests {
            /// The lease has run out by then, which is told; and the bake begins again.
            @Test(.timeLimit(.minutes(3)), arguments: [30, 3600])
            func theBakeBeginsAgain(seconds: Int) async throws {
                try await withFolder { folder in
                    let clock = try await SetClock(in: folder)
                    // A state directory holds nothing but state: the demo touches no other.
                    let state = folder.appending(path: "state")
                    let record = Record(of: 2, in: state.path)
                    let arguments = [
                        "demo", "--headless", "--output", "plain", "--step-time", "4", "--state", state.path,
                    ]
                    let ending = try await Program.run(arguments, variables: clock.variables) { _ in
                        try await eventually("the canary has its share", within: .seconds(60)) {
                            await record.current?.release?.phase == .baking
                        }
                        try clock.set(by: seconds)
                    }
                    #expect(ending.status == 0, "\(ending.output)\(ending.error)")
                    let events = try await record.events
                    let jump = try #require(events.firstIndex { $0.event.isClockJump })
                    let shift = try #require(events[jump].event.jump)
                    #expect(abs(shift.seconds - Double(seconds)) < 2)
                    let passed = try #require(events[jump...].first { $0.event.isPassedStep })
                    #expect(passed.time - events[jump].time >= .seconds(4))
                    #expect(passed.time - events[jump].time < .seconds(40))
                    #expect(events.contains { $0.event.isLostLease })
                    #expect(try await Leftovers.processes(of: folder) == [])
                }
            }
        }
    }

    /// A library that adds to the wall clock what a file says.
    private struct SetClock {
        private let file: URL
        private let library: URL

        static var canBeBuilt: Bool { FileManager.default.isExecutableFile(atPath: "/usr/bin/cc") }

        var variables: [String: String] { ["LD_PRELOAD": library.path, "SLIPWAY_TEST_CLOCK": file.path] }

        init(in folder: URL) async throws {
            file = folder.appending(path: "clock")
            library = folder.appending(path: "clock.so")
            try Data(count: 4096).write(to: file)
            let source = folder.appending(path: "clock.c")
            try Data(Self.source.utf8).write(to: source)
            let result = try await Subprocess.run(
                .name("cc"), arguments: ["-shared", "-fPIC", "-O1", "-o", library.path, source.path],
                output: .discarded, error: .string(limit: 1 << 16))
            try #require(result.terminationStatus.isSuccess, "\(result.standardError)")
        }

        /// In place: who has mapped the file sees it at once.
        func set(by seconds: Int) throws {
            let handle = try FileHandle(forWritingTo: file)
            try handle.write(contentsOf: withUnsafeBytes(of: Int64(seconds)) { Data($0) })
            try handle.close()
        }

        private static let source = """
            #define _GNU_SOURCE
            #include <fcntl.h>
            #include <errno.h>
            #include <stdlib.h>
            #include <string.h>
            #include <sys/mman.h>
            #include <sys/syscall.h>
            #include <sys/time.h>
            #include <time.h>
            #include <unistd.h>

            static volatile long *shift;

            __attribute__((constructor)) static void begin(void) {
              // The shop and its customers keep their time.
              const char *name = program_invocation_short_name;
              if (strcmp(name, "slipway") != 0 && strcmp(name, "haproxy") != 0) return;
              const char *path = getenv("SLIPWAY_TEST_CLOCK");
              int file = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
              if (file < 0) return;
              void *memory = mmap(0, 4096, PROT_READ, MAP_SHARED, file, 0);
              close(file);
              if (memory != MAP_FAILED) shift = memory;
            }

            int clock_gettime(clockid_t clock, struct timespec *time) {
              int result = syscall(SYS_clock_gettime, clock, time);
              if (result == 0 && shift && (clock == CLOCK_REALTIME || clock == 5)) time->tv_sec += *shift;
              return result;
            }

            int gettimeofday(struct timeval *restrict time, void *restrict zone) {
              struct timespec now;
              clock_gettime(CLOCK_REALTIME, &now);
              time->tv_sec = now.tv_sec;
              time->tv_usec = now.tv_nsec / 1000;
              return 0;
            }

            time_t time(time_t *result) {
              struct timespec now;
              clock_gettime(CLOCK_REALTIME, &now);
              if (result) *result = now.tv_sec;
              return now.tv_sec;
            }
            """
    }

    extension Event {
        fileprivate var jump: Duration? {
            if case .run(.clockJumped(let jump)) = self { return jump }
            return nil
        }
        fileprivate var isClockJump: Bool { jump != nil }
        fileprivate var isPassedStep: Bool {
            if case .release(_, .rungPassed) = self { return true }
            return false
        }
        fileprivate var isLostLease: Bool {
            if case .release(_, .leaseLost) = self { return true }
            return false
        }
    }
#endif
