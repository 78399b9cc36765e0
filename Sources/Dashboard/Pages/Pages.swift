/// A page as `:` and the help page know it.
struct PageRow: Sendable {
    let name: String
    /// One line for the help page.
    let summary: String
    /// Makes it, above the page from which a person goes there.
    let make: @Sendable (_ top: any Page) -> any Page

    init<Kind: Page>(_ kind: Kind.Type, _ summary: String, make: @escaping @Sendable (_ top: any Page) -> Kind) {
        name = kind.name
        self.summary = summary
        self.make = make
    }
}

/// The pages that there are. A new one is a folder beside this file, and a row here.
enum Pages {
    static let all = [
        PageRow(ReleasePage.self, "The run: its stages, traffic, health, hosts and events") { _ in ReleasePage() },
        PageRow(LogPage.self, "What steps and instances print: follow, scroll, search") { _ in LogPage() },
        PageRow(VersionsPage.self, "The versions of an environment, to go back to any of them") { _ in VersionsPage() },
        PageRow(OverviewPage.self, "All environments and runs; Enter opens a run") { _ in OverviewPage() },
        PageRow(HelpPage.self, "The keys of the page that it is opened from, and all pages") { HelpPage(about: $0) },
    ]
}
