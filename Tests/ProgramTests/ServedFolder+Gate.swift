extension ServedFolder {
    /// A build, and a stage that waits for a person and releases nothing.
    static let gated = """
        release: manual
        stages:
          - { name: build, steps: [{ run: 'true' }] }
          - { name: production, gate: { approve: {} }, steps: [{ run: 'true' }] }
        """
}
