import Delivery
import Executor
import Foundation
import Hosts
import Platforms

extension ServiceKeeper {
    /// Looks after what is in service in a state directory that is opened for work.
    init(of session: Session) {
        let ports = PortInquiry(state: session.state, variables: ProcessInfo.processInfo.environment)
        let platforms = session.world.platforms
        self.init(
            recorder: session.recorder,
            eyes: ServiceEyes(
                listener: { await ports.listener(of: $0, in: $1) },
                routerAnswers: RouterInquiry(state: session.state).answers,
                platform: { await platforms.platform(servingIn: $0) }),
            now: { .now })
    }
}
