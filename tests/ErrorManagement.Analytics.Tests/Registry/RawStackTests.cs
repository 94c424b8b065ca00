using System.Runtime.InteropServices;
using ErrorManagement.Analytics.Registry;

namespace ErrorManagement.Analytics.Tests.Registry;

public sealed class RawStackTests
{
    private const int Header = 16;
    private const int Frame = 32;

    public static TheoryData<object?> WithAnotherLayout => new()
    {
        null,
        new object(),
        "text",
        Array.Empty<sbyte>(),
        new sbyte[Header - 1],
        Fabricated(count: 1, frames: 0),
        Fabricated(count: 3, frames: 2),
        Fabricated(count: -1, frames: 2),
        Fabricated(count: int.MinValue, frames: 2),
        Fabricated(count: int.MaxValue, frames: 2),
        new byte[Header + Frame], // the runtime takes this for an array of signed bytes when asked by a cast
        new int[64],
        new object[] { new sbyte[64] },
    };

    [Theory, MemberData(nameof(WithAnotherLayout))]
    public void What_is_kept_in_another_way_is_not_read(object? held)
    {
        RawStack.TryRead(held, out var bytes, out var count).Should().BeFalse();
        bytes.Length.Should().Be(0);
        count.Should().Be(0);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(2, 2)]
    [InlineData(2, 8)]
    public void Frames_that_are_all_there_are_read(int count, int room)
    {
        RawStack.TryRead(Fabricated(count, room), out var bytes, out var read).Should().BeTrue();
        read.Should().Be(count);
        RawStack.CapacityOf(bytes).Should().Be(room);
    }

    [Fact]
    public void A_stack_that_was_thrown_on_is_known_by_its_mark()
    {
        var array = Fabricated(4, 4);
        array[Header + (2 * Frame) + 24] = 1;
        RawStack.TryRead(array, out var bytes, out _).Should().BeTrue();

        RawStack.WasThrownOn(bytes, 0, 4).Should().BeTrue();
        RawStack.WasThrownOn(bytes, 0, 2).Should().BeFalse();
        RawStack.WasThrownOn(bytes, 3, 4).Should().BeFalse();
    }

    [Fact]
    public void An_exception_that_was_never_thrown_has_no_frames() =>
        RawStack.TryRead(new InvalidOperationException(), out _, out _, out _).Should().BeFalse();

    private static sbyte[] Fabricated(int count, int frames)
    {
        var array = new sbyte[Header + (frames * Frame)];
        MemoryMarshal.Write(MemoryMarshal.AsBytes(array.AsSpan()), in count);
        return array;
    }
}
