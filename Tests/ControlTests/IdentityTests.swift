import Delivery
import Foundation
import Testing

@testable import Control

@Suite struct IdentityTests {
    @Test func ownAccountHasItsNameAndGroups() throws {
        let actor = Actor.account(geteuid())
        let name = try #require(getpwuid(geteuid())?.pointee.pw_name)
        #expect(actor.name == String(cString: name))
        let group = try #require(getgrgid(getegid())?.pointee.gr_name)
        #expect(actor.groups.contains(String(cString: group)))
    }

    @Test func accountWithoutEntryIsANumber() {
        #expect(Actor.account(3_999_999_999) == Actor(name: "uid-3999999999"))
    }

    @Test func anAccountIsThereOrNot() {
        #expect(Actor.hasAccount("root") && Actor.hasAccount("uid-3999999999"))
        #expect(!Actor.hasAccount("nobody-is-called-so") && !Actor.hasAccount("uid-"))
    }

    @Test func onlyOurselvesAndRootMaySpeak() {
        let rules = AccessRules()
        #expect(rules.actor(PeerCredentials(user: geteuid())) == .account(geteuid()))
        #expect(rules.actor(PeerCredentials(user: 0))?.name == "root")
        #expect(rules.actor(PeerCredentials(user: 3_999_999_999)) == nil)
        #expect(rules.socketPermissions == 0o600)
    }

    @Test func configurationLetsOthersInAndAddsGroups() {
        let rules = AccessRules(
            accounts: ["uid-3999999999"], groups: ["uid-3999999999": ["release"], "root": ["release", "root"]])
        #expect(
            rules.actor(PeerCredentials(user: 3_999_999_999)) == Actor(name: "uid-3999999999", groups: ["release"]))
        #expect(rules.actor(PeerCredentials(user: 3_999_999_998)) == nil)
        let root = rules.actor(PeerCredentials(user: 0))
        #expect(root?.groups == Actor.account(0).groups + ["release"])
        #expect(rules.socketPermissions == 0o666)
    }

    @Test func actorOfAnOrderIsTheAccountAndItsGroups() async throws {
        let name = Actor.account(geteuid()).name
        let station = try await Station.open(access: AccessRules(groups: [name: ["release"]]))
        try await station.client().order(.approve, id: "x")
        let actor = try #require(await station.executor.orders.first?.actor)
        #expect(actor == Actor(name: name, groups: Actor.account(geteuid()).groups + ["release"]))
        try await station.close()
    }
}
