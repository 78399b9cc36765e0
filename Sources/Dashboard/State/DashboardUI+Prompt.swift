import Delivery
import Wording

extension DashboardUI {
    mutating func press(
        _ key: KeyPress, in prompt: PagePrompt, _ model: DashboardModel
    ) -> DashboardRequest? {
        switch PromptKeys.table(keys).meaning(of: key, in: KeyContext(model, self)) {
        case .action(.halt):
            if case .character(let character) = key, !prompt.isInsisted(by: character, registrar) {
                type(character, in: prompt)
                return nil
            }
            overlay = nil
            return order(.halt, model)
        case .action(let action): return perform(action, in: prompt, model)
        case .disabled(let reason):
            if case .character(let character) = key { type(character, in: prompt) } else { say(reason, .warning) }
        case .none:
            if case .character(let character) = key { type(character, in: prompt) }
        }
        return nil
    }

    private mutating func type(_ character: Character, in prompt: PagePrompt) {
        var prompt = prompt
        prompt.append(character)
        overlay = .prompt(prompt)
    }

    private mutating func perform(
        _ action: PromptAction, in prompt: PagePrompt, _ model: DashboardModel
    ) -> DashboardRequest? {
        var prompt = prompt
        overlay = nil
        switch action {
        case .go:
            switch prompt.purpose {
            case .page: go(to: prompt.destination(registrar), typed: prompt.text)
            case .search: return prompt.text.isEmpty ? nil : search(prompt.text, model)
            }
        case .complete:
            prompt.complete(registrar)
            overlay = .prompt(prompt)
        case .erase: overlay = prompt.erase() ? .prompt(prompt) : nil
        case .close, .halt: break
        }
        return nil
    }

    /// The prompt is closed whatever was typed: keys are keys again.
    private mutating func go(to destination: PagePrompt.Destination, typed: String) {
        switch destination {
        case .page(let name): open(name)
        case .nowhere: break
        case .several(let names): say("“\(typed)” may be \(names.joined(separator: " or "))", .warning)
        case .unknown:
            let names = registrar.map(\.name).joined(separator: ", ")
            say("there is no page “\(typed)”; there are: \(names)", .warning)
        }
    }

    /// Goes to the page of this name: back, where it is on the stack. What only lay over a page is closed.
    mutating func open(_ name: String) {
        guard let row = registrar.first(where: { $0.name == name }) else { return }
        while pages.top.liesOver, pages.depth > 1 { pages.back() }
        if !pages.back(to: name) { pages.push(row.make(pages.top)) }
    }
}
