using ErrorManagement.Analytics.Patterns;

namespace ErrorManagement.Analytics.Tests.Patterns;

public sealed class StreamNotesTests
{
    private const int Most = 4096;

    [Fact]
    public void Beyond_the_bound_only_the_types_are_noted_each_once()
    {
        var notes = new StreamNotes();
        var (noted, unheard) = (Type("Noted"), Type("Unheard"));
        notes.IsEmpty.Should().BeTrue();
        for (var i = 0; i < Most; i++)
        {
            notes.Leave(new StreamNote(noted, i, "ui"));
        }

        notes.HasUnheard.Should().BeFalse();
        notes.Leave(new StreamNote(unheard, 9_000, null));
        notes.Leave(new StreamNote(unheard, 8_000, null));

        notes.TakeUnheardTicks().Should().Be(9_000);
        notes.TakeUnheardTicks().Should().Be(0);
        notes.TryTakeUnheard(out var type).Should().BeTrue();
        type.Should().BeSameAs(unheard);
        notes.TryTakeUnheard(out _).Should().BeFalse();
        notes.Leave(new StreamNote(unheard, 9_500, null));
        notes.HasUnheard.Should().BeTrue("what comes after it was heard is noted again");
    }

    [Fact]
    public void Notes_come_back_in_their_order_and_make_room()
    {
        var notes = new StreamNotes();
        var type = Type("T");
        for (var i = 0; i < Most; i++)
        {
            notes.Leave(new StreamNote(type, i, null));
        }

        notes.TryTake(out var first).Should().BeTrue();
        first.Should().Be(new StreamNote(type, 0, null));
        notes.Leave(new StreamNote(type, 9_000, null));
        notes.HasUnheard.Should().BeFalse();
    }

    private static PatternSubject Type(string name) => new(new PatternSettings(PatternKind.HighFrequency, 10, TimeSpan.TicksPerMinute, TimeSpan.TicksPerSecond, new PatternHistory(1)), name);
}
