/// What is behind an HTTP server: the answers.
///
/// Every method may be called many times at once, and must come to an end when it is cancelled.
package protocol WebSite: Sendable {
    /// - Parameter counts: how often each status was answered so far.
    func answer(_ request: WebRequest, after counts: [WebStatus: Int]) async -> WebAnswer

    /// Nothing is answered for a while; then it is tried again.
    func webServerBroke(reason: String, restartingIn delay: Duration)
}
