/// Masks secrets in what a command prints, before anything of it is written down.
///
/// A small Perl program between the command and the ``OutputKeeper``, so that it lives as long as the command does, here
/// and on hosts over SSH. It has the secrets in its environment, as the command has, and is told their names.
///
/// A value is found as it is, also with colours in it, in base64 at each of its three alignments, in both alphabets and across the ends of lines
/// that encoders make, and percent-encoded, wholly or in part; so is each longer line of a value of several. What
/// may be the beginning of one is held back until more comes or the output ends. What is held back and has less than four
/// bytes is let go after a moment: no secret is as short, and somebody may wait for it.
enum OutputMask {
    /// Given to `perl -e` with the names of the variables as arguments. It ends with 1 where it can't mask.
    ///
    /// A form is how to undo an encoding, and the text that this is compared with: `is_open` says whether a text, from
    /// its beginning to its end, may be the beginning of one. No module is loaded: the smallest Perl is enough.
    static let script = #"""
        use strict;
        my ($window, $buffer, $shown, %first, %pairs) = (0, "", 0);
        my $whole = sub { $_[0] };
        # What a screen leaves out: sequences of colours, titles and character sets.
        my $paint = "(?:\e\\[[0-9;:?]*[ -/]*[\@-~]|\xc2\x9b[0-9;:?]*[ -/]*[\@-~]|\e[ -/]+[0-~]|\e\\][^\a\e]*(?:\a|\e\\\\))";
        my $begunPaint = "(?:(?:\e\\[|\xc2\x9b)[0-9;:?]*[ -/]*|\e[ -/]*|\xc2|\e\\][^\a\e]*\e?)\\z";
        my $plain = sub { (my $text = $_[0]) =~ s/$paint|$begunPaint//g; $text };
        my $decoded = sub {
            (my $text = $_[0]) =~ s/%[0-9A-Fa-f]?\z//;
            $text =~ s/%([0-9A-Fa-f]{2})/chr hex $1/ge;
            $text;
        };
        my $form = sub { (my $text = $_[0]) =~ tr/+/ /; $decoded->($text) };
        my $letters = sub { (my $text = $_[0]) =~ tr|-_\r\n|+/|d; $text };
        sub base64 {
            my $text = pack "u", $_[0];
            $text =~ s/^.//mg;
            $text =~ s/\n//g;
            $text =~ tr|` -_|AA-Za-z0-9+/|;
            $text;
        }
        # How a character stands in a percent-encoded text.
        sub written {
            my ($character, $isForm) = @_;
            my $code = sprintf "%02x", ord $character;
            my @all = ($character, map { "%$_" } map { my $first = $_; map { $first . $_ } cases(substr $code, 1) }
                cases(substr $code, 0, 1));
            push @all, "+" if $isForm && $character eq " ";
            @all;
        }
        sub cases { my ($letter) = @_; lc $letter eq uc $letter ? $letter : (lc $letter, uc $letter) }
        # What a form can begin with: its first characters, and the next ones, as they are printed.
        sub add {
            my ($text, $normal, $pattern, $first, $next) = @_;
            my $form = [$normal, $text, qr/\G(?:$pattern)/];
            my (%begun, %paired);
            for my $character (@$first) {
                $begun{substr $character, 0, 1} = 1;
                if (length $character > 1) { $paired{substr $character, 0, 2} = 1 }
                else { $paired{$character . substr $_, 0, 1} = 1 for @$next }
            }
            push @{$first{$_}}, $form for keys %begun;
            push @{$pairs{$_}}, $form for keys %paired;
        }
        sub add_value {
            my ($value) = @_;
            # Each character of a short one may have its own colour.
            my $length = 3 * length($value) + (length $value < 256 ? 48 * length $value : 0) + 256;
            $window = $length if $window < $length;
            my @start = split //, substr $value, 0, 2;
            my $pattern = join "$paint*", map { quotemeta } split //, $value;
            my $isPainted = $value =~ /\e|\xc2\x9b/;
            add($value, $isPainted ? $whole : $plain, $pattern, [$start[0]], [$start[1], "\e", "\xc2"]);
            $pattern = join "", map {
                my $code = sprintf "%02x", ord;
                "(?:" . quotemeta . "|(?i:%$code)" . ($_ eq " " ? "|\\+" : "") . ")";
            } split //, $value;
            add($value, $decoded, $pattern, [written($start[0])], [written($start[1])]);
            add($value, $form, $pattern, [written($start[0], 1)], [written($start[1], 1)]) if $value =~ / /;
            for my $before (0 .. 2) {
                my $skip = (0, 2, 3)[$before];
                my $end = int(8 * ($before + length $value) / 6);
                my $core = substr base64("\0" x $before . $value), $skip, $end - $skip;
                my @each = map { [$_ eq "+" ? qw(+ -) : $_ eq "/" ? qw(/ _) : $_] } split //, $core;
                my $pattern = join "(?:\\r?\\n)?", map { @$_ > 1 ? "[" . join("", map { quotemeta } @$_) . "]" : $$_[0] } @each;
                $pattern .= "(?:(?:\\r?\\n)?[A-Za-z0-9+/_-]={0,2})?" if 8 * ($before + length $value) % 6;
                add($core, $letters, $pattern, $each[0], [@{$each[1]}, "\r", "\n"]);
            }
        }
        my %seen;
        for my $name (@ARGV) {
            my $value = $ENV{$name};
            exit 1 unless defined $value && length $value >= 4;
            for my $part ($value, grep { length >= 8 } split /\r?\n/, $value) {
                add_value($part) unless $seen{$part}++;
            }
        }
        @$_ = sort { length $b->[1] <=> length $a->[1] } @$_ for values %pairs;
        # Literals are found at once, however many there are: forms are tried only where two characters of theirs stand.
        my $pairs = join "|", map { quotemeta } sort keys %pairs;
        my $starts = join "", map { quotemeta } keys %first;
        my $pair = qr/$pairs/;
        my $begun = qr/$pairs|[$starts]\z/;
        # Where the next secret is from a place on; the longest of those that begin there.
        sub find {
            my ($from) = @_;
            pos($buffer) = $from;
            while ($buffer =~ /$pair/g) {
                my $start = $-[0];
                for (@{$pairs{substr $buffer, $start, 2}}) {
                    pos($buffer) = $start;
                    return ($start, $+[0]) if $buffer =~ /$_->[2]/g;
                }
                pos($buffer) = $start + 1;
            }
            ();
        }
        sub put {
            my ($text) = @_;
            my $done = 0;
            while ($done < length $text) {
                my $count = syswrite STDOUT, $text, length($text) - $done, $done;
                next if !defined $count && $! == 4;
                exit 1 unless $count;
                $done += $count;
            }
        }
        sub is_open {
            my ($tail) = @_;
            my $head = substr $tail, 0, 64;
            for (@{length $tail > 1 ? $pairs{substr $tail, 0, 2} : $first{$tail}}) {
                my ($normal, $text) = @$_;
                my $begun = $normal->($head);
                next if length $begun > length $text || substr($text, 0, length $begun) ne $begun;
                return 1 if length $tail <= 64 && length $begun < length $text;
                $begun = $normal->($tail);
                return 1 if length $begun < length $text && substr($text, 0, length $begun) eq $begun;
            }
            0;
        }
        sub held {
            my ($from) = @_;
            my $start = length($buffer) - $window;
            $start = $from if $start < $from;
            my $tail = substr $buffer, $start;
            while ($tail =~ /$begun/g) {
                return $start + $-[0] if is_open(substr $tail, $-[0]);
                pos($tail) = $-[0] + 1;
            }
            length $buffer;
        }
        sub release {
            my ($isLast) = @_;
            my ($text, $done) = ("", 0);
            my $keep = sub {
                my ($end) = @_;
                my $start = $done < $shown ? $shown : $done;
                $text .= substr $buffer, $start, $end - $start if $end > $start;
            };
            my $hold = $isLast ? length $buffer : held(0);
            while (my ($start, $end) = find($done)) {
                last if $start >= $hold;
                # Another may begin within it and end behind it.
                my $from = $start;
                while (my ($next, $last) = find($from + 1)) {
                    last if $next >= $end;
                    ($from, $end) = ($next, $last > $end ? $last : $end);
                }
                $keep->($start);
                $text .= "***";
                $done = $end;
                $hold = held($end) if $end > $hold;
            }
            if ($done < $hold) {
                $keep->($hold);
                $done = $hold;
            }
            $buffer = substr $buffer, $done;
            $shown = $shown > $done ? $shown - $done : 0;
            put($text);
        }
        while (1) {
            if (length $buffer < 4 && length $buffer > $shown) {
                vec(my $input = "", 0, 1) = 1;
                if (!select $input, undef, undef, 0.2) {
                    put(substr $buffer, $shown);
                    $shown = length $buffer;
                }
            }
            my $count = sysread STDIN, $buffer, 65536, length $buffer;
            next if !defined $count && $! == 4;
            exit 1 unless defined $count;
            release(!$count);
            last unless $count;
        }
        """#
}
