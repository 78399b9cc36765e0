// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

/// A library target; its dependencies point downwards only, as `Documentation/architecture.md` shows.
func room(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(of name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = []) -> Target {
    .testTarget(
        name: "\(name)Tests",
        dependencies: [.byName(name: name)] + dependencies,
        resources: resources,
        swiftSettings: settings)
}

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let flyingFox = Target.Dependency.product(name: "FlyingFox", package: "FlyingFox")
let flyingSocks = Target.Dependency.product(name: "FlyingSocks", package: "FlyingFox")

let package = Package(
    name: "slipway",
    platforms: [.macOS(.v15)],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
        .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
    ],
    targets: [
        room("Judge"),
        room("Delivery", ["Judge"]),
        room("PipelineFile", ["Delivery", yams]),
        room("Journal", ["Delivery", grdb]),
        room("Fleet", ["Delivery", subprocess]),
        room("Traffic", ["Delivery", subprocess]),
        room("Telemetry", ["Delivery", "Judge"]),
        room("Executor", ["Delivery", "Judge", "Journal", "Fleet", "Traffic", "Telemetry"]),
        room("Dashboard", ["Delivery", "Judge"]),
        room("DemoShop", [flyingFox, flyingSocks]),
        .executableTarget(
            name: "slipway",
            dependencies: [
                "Dashboard", "Delivery", "DemoShop", "Executor", "Fleet", "Journal", "PipelineFile", "Telemetry",
                argumentParser, subprocess,
            ], swiftSettings: settings),
        .executableTarget(
            name: "slipway-demo-shop", dependencies: ["DemoShop", argumentParser], swiftSettings: settings),
        tests(of: "Judge", resources: [.copy("Fixtures/statistics-vectors.json")]),
    ])
