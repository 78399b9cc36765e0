extension Doctor {
    /// Whether there is room for what a release writes.
    var room: Examination? {
        guard let room = DiskRoom(of: state) else { return nil }
        if room.isUsedUp { return .bad("disk", room.sentence, "make room: then it goes on by itself") }
        if room.isScarce { return .warning("disk", room.sentence, "make room before it is used up") }
        return .good("disk", room.size)
    }
}
