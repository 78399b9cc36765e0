import Delivery
import Foundation

/// The event as a journal would give it back.
func readBack(_ event: Event) throws -> Event {
    try JSONDecoder().decode(Event.self, from: JSONEncoder().encode(event))
}
