// swift-tools-version: 6.2
import PackageDescription

/// `make lint` and `make test` accept no warnings; whoever builds with a newer compiler may.
let strictness: [SwiftSetting] =
    Context.environment["SLIPWAY_STRICT"] == nil ? [] : [.treatAllWarnings(as: .error)]

let settings: [SwiftSetting] =
    [
        .swiftLanguageMode(.v6),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
    ] + strictness

/// The simulator plays thousands of releases in `make test`: what it plays is optimised there, with its assertions.
let optimisation: [SwiftSetting] =
    Context.environment["SLIPWAY_STRICT"] == nil
    ? [] : [.unsafeFlags(["-O", "-assert-config", "Debug"], .when(configuration: .debug))]

/// A library target; its dependencies point downwards only, as `Documentation/architecture.md` shows.
func room(_ name: String, _ dependencies: [Target.Dependency] = [], isPlayed: Bool = false) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings + (isPlayed ? optimisation : []))
}

func program(_ name: String, _ dependencies: [Target.Dependency], path: String? = nil) -> Target {
    .executableTarget(name: name, dependencies: dependencies, path: path, swiftSettings: settings)
}

func tests(
    of name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = [], resources: [Resource] = []
) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: [.byName(name: name)] + dependencies, exclude: exclude,
        resources: resources, swiftSettings: settings)
}

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let flyingFox = Target.Dependency.product(name: "FlyingFox", package: "FlyingFox")
let flyingSocks = Target.Dependency.product(name: "FlyingSocks", package: "FlyingFox")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
/// On macOS it is a part of the system.
let system = Target.Dependency.product(
    name: "SystemPackage", package: "swift-system", condition: .when(platforms: [.linux]))
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

/// The only room that knows curses; nothing of curses is in its header.
let terminal = Target.target(
    name: "CTerminal",
    cSettings: [
        .define("NCURSES_WIDECHAR", to: "1"),
        .define("_XOPEN_SOURCE_EXTENDED", to: "1"),
        .define("_GNU_SOURCE", .when(platforms: [.linux])),
    ],
    linkerSettings: [
        .linkedLibrary("ncursesw", .when(platforms: [.linux])),
        .linkedLibrary("tinfo", .when(platforms: [.linux])),
        .linkedLibrary("ncurses", .when(platforms: [.macOS])),
    ])

/// OpenSSL's libcrypto, which every Linux has; macOS brings CryptoKit.
let libcrypto = Target.systemLibrary(name: "CLibcrypto")

let rooms: [Target] = [
    libcrypto,
    room("Values", isPlayed: true),
    room("Judge", isPlayed: true),
    room("Posix"),
    room("Sockets", ["Posix", flyingSocks]),
    room("Web", ["Posix", "Sockets", "Values", flyingSocks]),
    room("Delivery", ["Judge", "Values"], isPlayed: true),
    room("Wording", ["Delivery", "Judge", "Values"]),
    room("Cryptography", ["Posix", "Values", .target(name: "CLibcrypto", condition: .when(platforms: [.linux]))]),
    room("StrictYAML", ["Posix", "Values", yams]),
    room("PipelineFile", ["Delivery", "StrictYAML", "Values"]),
    room("StateDirectory", ["Delivery", "Posix", "Values"]),
    room("Journal", ["Cryptography", "Delivery", "Judge", "Posix", "StateDirectory", "Values", grdb]),
    room("Sinks", ["Cryptography", "Delivery", "Journal", "Posix", "StateDirectory", "Values", subprocess, system]),
    room("CDEvents", ["Cryptography", "Delivery", "Journal", "Judge", "Sinks", "StateDirectory", "Values", "Wording"]),
    room("Telemetry", ["Delivery", "Posix", "Sockets", "Values", flyingSocks, subprocess]),
    room("Platforms", ["Delivery", "Values"], isPlayed: true),
    room("HAProxy", ["Delivery", "Judge", "Platforms", "Posix", "Values", subprocess, system]),
    room("Fleet", ["Delivery", "Posix", "Values", subprocess, system]),
    room("Variables", ["Delivery", "Fleet", "Posix", "Values", subprocess, system]),
    room(
        "Hosts",
        ["Delivery", "Fleet", "HAProxy", "Platforms", "Posix", "StateDirectory", "Telemetry", "Values", "Variables"]),
    room(
        "Executor",
        ["Delivery", "Fleet", "Journal", "Platforms", "Posix", "StateDirectory", "Telemetry", "Values", "Variables"]),
    terminal,
    room("Dashboard", ["CTerminal", "Delivery", "Judge", "Posix", "Values", "Wording", yams]),
    room("Control", ["Delivery", "Journal", "Posix", "Sockets", "StateDirectory", "Values", flyingSocks]),
    room(
        "Triggers",
        [
            "Cryptography", "Delivery", "Executor", "Fleet", "Journal", "PipelineFile", "Posix", "StateDirectory",
            "StrictYAML", "Values", "Web", subprocess,
        ]),
    room(
        "Server",
        [
            "Control", "Cryptography", "Delivery", "Executor", "Journal", "Judge", "PipelineFile", "Posix",
            "StrictYAML", "Telemetry", "Triggers", "Values", "Web",
        ]),
    room("DemoShop", ["Posix", "Values", flyingFox, flyingSocks]),
    room("Simulator", ["Delivery", "Judge", "Platforms", "Values"], isPlayed: true),
    room(
        "SlipwayTesting",
        [
            "Delivery", "HAProxy", "Platforms", "Posix", "StateDirectory", "Values", "Web", flyingFox, flyingSocks,
            subprocess, system,
        ]),
]

let programs: [Target] = [
    program(
        "slipway",
        [
            "CDEvents", "Control", "Dashboard", "Delivery", "DemoShop", "Executor", "Fleet", "Hosts", "Journal",
            "PipelineFile", "Platforms", "Posix", "Server", "Sinks", "StateDirectory", "StrictYAML", "Telemetry",
            "Triggers", "Values", "Variables", "Web", "Wording",
            argumentParser,
            subprocess,
        ]),
    program("slipway-demo-shop", ["DemoShop", "Values", argumentParser]),
    program(
        "slipway-bench",
        [
            "Control", "Delivery", "Executor", "Fleet", "HAProxy", "Hosts", "Journal", "Judge", "Platforms", "Posix",
            "SlipwayTesting",
            "StateDirectory",
            "Values", "Variables", argumentParser, flyingFox, flyingSocks, subprocess, system,
        ]),
    program("slipway-sim", ["Delivery", "Simulator", "Values", argumentParser]),
    program("TerminalProbe", ["Dashboard", "Values"], path: "Tests/TerminalProbe"),
    program(
        "DashboardGallery", ["Dashboard", "DashboardStories", "Delivery", "Values"], path: "Tests/DashboardGallery"),
]

let suites: [Target] = [
    .target(
        name: "DashboardStories", dependencies: ["Dashboard", "Delivery", "Judge", "Values", "Wording"],
        path: "Tests/DashboardStories", swiftSettings: settings),
    tests(of: "Cryptography", ["SlipwayTesting"]),
    tests(of: "Judge", resources: [.copy("Fixtures/statistics-vectors.json")]),
    tests(of: "Delivery", ["Judge", "Values"]),
    tests(of: "PipelineFile", ["Delivery", "StrictYAML", "Values"], resources: [.copy("Fixtures/slipway.yml")]),
    tests(of: "Simulator", ["Delivery", "Judge", "Platforms", "SlipwayTesting", "Values"]),
    tests(of: "StateDirectory", ["Delivery", "Journal", "SlipwayTesting", "Values", system]),
    tests(
        of: "Journal", ["Delivery", "Judge", "Simulator", "SlipwayTesting", "StateDirectory", "Values", grdb],
        exclude: ["Fixtures/README.md"],
        resources: [.copy("Fixtures/events"), .copy("Fixtures/foundation"), .copy("Fixtures/truth")]),
    tests(
        of: "CDEvents",
        [
            "Cryptography", "DashboardStories", "Delivery", "Journal", "Judge", "Simulator", "Sinks", "SlipwayTesting",
            "StateDirectory", "Values", flyingFox, flyingSocks, subprocess,
        ],
        exclude: ["Fixtures/README.md"], resources: [.copy("Fixtures/field-rules.json")]),
    tests(
        of: "Control",
        ["Delivery", "Journal", "Posix", "SlipwayTesting", "Sockets", "StateDirectory", "Values", flyingSocks]),
    tests(
        of: "Server",
        [
            "Control", "Cryptography", "Delivery", "Executor", "Journal", "PipelineFile", "SlipwayTesting",
            "StateDirectory", "StrictYAML", "Triggers", "Values", "Web",
        ]),
    tests(of: "Web", ["SlipwayTesting", "Values", flyingSocks]),
    tests(of: "Triggers", ["Delivery", "PipelineFile", "SlipwayTesting", "StrictYAML", "Values"]),
    tests(of: "Telemetry", ["Delivery", "Posix", "SlipwayTesting", "Values", flyingFox, flyingSocks]),
    tests(of: "HAProxy", ["Delivery", "Judge", "SlipwayTesting", "Telemetry", "Values", flyingFox, flyingSocks]),
    tests(of: "Fleet", ["Delivery", "Posix", "SlipwayTesting", "Values"]),
    tests(of: "Variables", ["Delivery", "SlipwayTesting", "Values"]),
    tests(
        of: "Hosts",
        [
            "Delivery", "Fleet", "HAProxy", "Platforms", "SlipwayTesting", "StateDirectory", "Values", "Variables",
            subprocess,
        ]),
    tests(
        of: "Executor",
        [
            "Delivery", "Hosts", "Journal", "Platforms", "SlipwayTesting", "StateDirectory", "Values", "Variables",
            subprocess,
        ]),
    tests(
        of: "Dashboard",
        ["DashboardStories", "Delivery", "Judge", "SlipwayTesting", "TerminalProbe", "Values", "Wording"],
        exclude: ["Golden"]),
    tests(of: "DemoShop", ["slipway-demo-shop", "Values", flyingSocks]),
    .testTarget(
        name: "ProgramTests",
        dependencies: [
            "slipway", "slipway-demo-shop", "Control", "Cryptography", "Delivery", "DemoShop", "Executor", "Fleet",
            "HAProxy", "Hosts", "Journal", "Judge", "Platforms", "SlipwayTesting", "StateDirectory", "Values",
            "Variables", flyingFox, flyingSocks,
            subprocess, system,
        ], swiftSettings: settings),
]

let package = Package(
    name: "slipway",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "slipway", targets: ["slipway"]),
        .executable(name: "slipway-demo-shop", targets: ["slipway-demo-shop"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-system", exact: "1.8.1"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/swhitty/FlyingFox", exact: "0.27.1"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", exact: "1.0.2"),
    ],
    targets: rooms + programs + suites)
