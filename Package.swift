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

/// A library target; its dependencies point downwards only, as `Documentation/architecture.md` shows.
func room(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
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
    room("Judge"),
    room("SystemCalls"),
    room("Delivery", ["Judge"]),
    room("Cryptography", ["Delivery", .target(name: "CLibcrypto", condition: .when(platforms: [.linux]))]),
    room("PipelineFile", ["Delivery", yams]),
    room("Journal", ["Cryptography", "Delivery", grdb]),
    room("CDEvents", ["Cryptography", "Delivery", "Journal", "Judge", "SystemCalls", subprocess, system]),
    room("Telemetry", ["Delivery", "Judge", "SystemCalls", flyingSocks, subprocess, system]),
    room("Traffic", ["Delivery", "SystemCalls", subprocess, system]),
    room("Fleet", ["Delivery", "SystemCalls", subprocess, system]),
    room("Executor", ["Delivery", "Judge", "Journal", "Fleet", "SystemCalls", "Traffic", "Telemetry"]),
    terminal,
    room("Dashboard", ["CTerminal", "Delivery", "Judge", yams]),
    room("Control", ["Delivery", "Journal", "SystemCalls", flyingSocks]),
    room(
        "Server",
        [
            "Control", "Cryptography", "Delivery", "Executor", "Journal", "Judge", "PipelineFile", "SystemCalls",
            "Telemetry", flyingSocks, subprocess,
        ]),
    room("DemoShop", [flyingFox, flyingSocks]),
    room("SlipwayTesting", ["Delivery", "Judge", "Traffic", flyingFox, flyingSocks, subprocess, system]),
]

let programs: [Target] = [
    program(
        "slipway",
        [
            "CDEvents", "Control", "Dashboard", "Delivery", "DemoShop", "Executor", "Fleet", "Journal", "PipelineFile",
            "Server", "SystemCalls", "Telemetry", argumentParser, subprocess,
        ]),
    program("slipway-demo-shop", ["DemoShop", argumentParser]),
    program(
        "slipway-bench",
        [
            "Control", "Delivery", "Executor", "Journal", "Judge", "SlipwayTesting", "Traffic", argumentParser,
            flyingFox, flyingSocks, subprocess, system,
        ]),
    program("slipway-sim", ["SlipwayTesting", argumentParser]),
    program("TerminalProbe", ["Dashboard"], path: "Tests/TerminalProbe"),
    program("DashboardGallery", ["Dashboard", "DashboardStories"], path: "Tests/DashboardGallery"),
]

let suites: [Target] = [
    .target(
        name: "DashboardStories", dependencies: ["Dashboard", "Delivery", "Judge"], path: "Tests/DashboardStories",
        swiftSettings: settings),
    tests(of: "Cryptography", ["SlipwayTesting"]),
    tests(of: "Judge", resources: [.copy("Fixtures/statistics-vectors.json")]),
    tests(of: "Delivery", ["Judge"]),
    tests(of: "PipelineFile", ["Delivery"], resources: [.copy("Fixtures/slipway.yml")]),
    tests(of: "SlipwayTesting", ["Delivery", "Judge"]),
    tests(
        of: "Journal", ["Delivery", "Judge", "SlipwayTesting", grdb], exclude: ["Fixtures/README.md"],
        resources: [.copy("Fixtures/foundation")]),
    tests(
        of: "CDEvents",
        [
            "Cryptography", "DashboardStories", "Delivery", "Journal", "Judge", "SlipwayTesting", flyingFox,
            flyingSocks, subprocess,
        ],
        exclude: ["Fixtures/README.md"], resources: [.copy("Fixtures/field-rules.json")]),
    tests(of: "Control", ["Delivery", "Journal", "SlipwayTesting", flyingSocks]),
    tests(
        of: "Server",
        [
            "Control", "Cryptography", "Delivery", "Executor", "Journal", "PipelineFile", "SlipwayTesting", flyingSocks,
        ]),
    tests(of: "Telemetry", ["Delivery", "Judge", "Traffic", "SlipwayTesting", flyingFox, flyingSocks]),
    tests(of: "Traffic", ["Delivery", "SlipwayTesting"]),
    tests(of: "Fleet", ["Delivery", "SlipwayTesting"]),
    tests(of: "Executor", ["Delivery", "Journal", "SlipwayTesting", subprocess]),
    tests(
        of: "Dashboard", ["DashboardStories", "Delivery", "Judge", "SlipwayTesting", "TerminalProbe"],
        exclude: ["Golden"]),
    tests(of: "DemoShop", ["slipway-demo-shop", flyingSocks]),
    .testTarget(
        name: "ProgramTests",
        dependencies: [
            "slipway", "slipway-demo-shop", "Control", "Cryptography", "Delivery", "DemoShop", "Executor", "Fleet",
            "Journal", "Judge", "SlipwayTesting", "Traffic", flyingFox, flyingSocks, subprocess, system,
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
