extension Duration {
    /// A fault unless the time is longer than nothing.
    func tooShortFault(at path: PipelinePath) -> PipelineFault? {
        self > .zero ? nil : PipelineFault(at: path, "\(brief) is too short", remedy: "write a time longer than 0s")
    }
}
