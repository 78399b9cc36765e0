import FlyingFox
import Foundation

/// Answers one request: readiness, version, or a page with its faults.
struct ShopHandler: HTTPHandler {
    let pages: ShopPages
    let faults: Faults
    let leak: Leak
    let state: ShopState
    let dependency: DependencyProbe?
    /// Ends the process: the injected crash.
    let crash: @Sendable () -> Never

    func handleRequest(_ request: HTTPRequest) async throws -> HTTPResponse {
        state.beginRequest()
        defer { state.endRequest() }
        let isRead = [.GET, .HEAD, .POST].contains(request.method)
        let (status, page) = isRead ? try await answer(request.path) : (.methodNotAllowed, pages.note("not allowed"))
        return response(status, page, to: request)
    }

    private func answer(_ path: String) async throws -> (HTTPStatusCode, ShopPages.Page) {
        switch path {
        case "/healthz": await health()
        case "/version": (.ok, pages.version)
        default: try await shopPage(path)
        }
    }

    private func health() async -> (HTTPStatusCode, ShopPages.Page) {
        guard state.phase == .ready else { return (.serviceUnavailable, pages.note("\(state.phase)")) }
        if let dependency, let problem = await dependency.problem() {
            return (.serviceUnavailable, pages.note("dependency \(dependency.address): \(problem)"))
        }
        return (.ok, pages.note("ready"))
    }

    private func shopPage(_ path: String) async throws -> (HTTPStatusCode, ShopPages.Page) {
        if state.phase == .starting { return (.serviceUnavailable, pages.note("starting")) }
        guard let page = pages.page(at: path) else { return (.notFound, pages.note("no such page")) }
        let fate = faults.fate(ofRequest: state.nextPageRequest())
        leak.grow()
        if fate.ending == .crash { crash() }
        if fate.delay > .zero { try await Task.sleep(for: fate.delay) }
        return fate.ending == .serverError ? (.internalServerError, pages.note("injected error")) : (.ok, page)
    }

    private func response(_ status: HTTPStatusCode, _ page: ShopPages.Page, to request: HTTPRequest) -> HTTPResponse {
        var headers = HTTPHeaders()
        headers[.contentType] = page.type
        headers[HTTPHeader("x-shop-version")] = pages.identity.version
        headers[.contentLength] = "\(page.body.count)"
        headers[.cacheControl] = "no-store"
        if state.phase == .stopping || request.asksToClose { headers[.connection] = "close" }
        if status == .methodNotAllowed { headers[HTTPHeader("Allow")] = "GET, HEAD, POST" }
        let body = request.method == .HEAD ? Data() : page.body
        return HTTPResponse(statusCode: status, headers: headers, body: body)
    }
}

extension HTTPRequest {
    /// FlyingFox closes the connection when asked to, but does not say so in its answer (RFC 9112, 9.6).
    fileprivate var asksToClose: Bool {
        headers[.connection]?.lowercased().contains("close") == true
    }
}
