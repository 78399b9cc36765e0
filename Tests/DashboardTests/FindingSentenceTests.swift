import Dashboard
import Delivery
import Testing
import Wording

/// How many requests failed is said as what was seen, with what was not.
@Suite struct FindingSentenceTests {
    @Test(
        arguments: [
            (0, nil, nil, "no request was seen to fail"), (1, nil, nil, "1 request failed"),
            (7, 7, nil, "7 requests failed, 7 went unseen"),
            (0, 23, true, "no request was seen to fail, 23 went unseen, not counting while no executor ran"),
        ] as [(Int, Int?, Bool?, String)])
    func whatWentUnseenIsSaidWithWhatWasSeen(failed: Int, unseen: Int?, gap: Bool?, words: String) {
        let finding = Finding(
            rule: "running", value: .ended("signal 6"), limit: .keepsRunning, failedRequests: failed,
            unseenRequests: unseen, hasGap: gap)
        #expect(finding.sentence.hasSuffix("; \(words)"), "\(finding.sentence)")
    }
}
