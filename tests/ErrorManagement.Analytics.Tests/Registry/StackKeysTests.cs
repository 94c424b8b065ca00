using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ErrorManagement.Analytics.Registry;

namespace ErrorManagement.Analytics.Tests.Registry;

public class StackKeysTests
{
    private const ulong A = 1, B = 2, C = 3;

    [Fact]
    public void A_plain_recursion_has_one_key_at_any_depth()
    {
        for (var depth = 2; depth < 2_000; depth += 37)
        {
            Hash([C, .. Enumerable.Repeat(A, depth), B]).Should().Be(Hash([C, A, B]));
        }
    }

    [Fact]
    public void Two_methods_in_turns_have_three_keys_at_most_at_all_depths_together()
    {
        var keys = Enumerable.Range(1, 100).Select(depth => Hash([C, .. Enumerable.Range(0, depth).Select(i => i % 2 == 0 ? A : B), C])).ToHashSet();

        keys.Should().HaveCountLessThanOrEqualTo(5);
    }

    [Fact]
    public void Stacks_with_one_key_are_one_without_their_repetitions()
    {
        // All stacks of up to nine frames out of three places.
        var seen = new Dictionary<ulong, string>();
        for (var length = 1; length <= 9; length++)
        {
            for (var number = 0; number < (int)Math.Pow(3, length); number++)
            {
                var places = new ulong[length];
                for (int i = 0, rest = number; i < length; i++, rest /= 3)
                {
                    places[i] = (ulong)(rest % 3) + 1;
                }

                var folded = Folded(places);
                var key = Hash(places);
                seen.TryAdd(key, folded);
                seen[key].Should().Be(folded, "of {0}", string.Join(' ', places));
            }
        }

        seen.Values.Distinct().Should().HaveCountGreaterThan(100);
    }

    [Fact]
    public void Of_a_very_deep_stack_both_ends_count_and_the_depth_between_does_not()
    {
        ulong[] start = [A, B, C, .. Enumerable.Range(10, 200).Select(i => (ulong)i)];
        var key = Hash([.. start, .. Enumerable.Repeat(B, 1_000), A]);

        Hash([.. start, .. Enumerable.Repeat(B, 9_000), A]).Should().Be(key);
        Hash([.. start, .. Enumerable.Repeat(B, 1_000), C]).Should().NotBe(key);
        Hash([B, .. start[1..], .. Enumerable.Repeat(B, 1_000), A]).Should().NotBe(key);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Stacks_of_inner_exceptions_and_of_all_branches_are_in_the_key(bool raw)
    {
        var (here, there) = (Thrown(Here), Thrown(There));
        var wrapped = Thrown(() => throw new InvalidOperationException("x", Thrown(Here)));

        Key(new InvalidOperationException("x", here), raw).Should().Be(Key(new InvalidOperationException("x", Thrown(Here)), raw)).And.NotBe(Key(new InvalidOperationException("x", there), raw));
        Key(new AggregateException(here, there), raw).Should().NotBe(Key(new AggregateException(here, here), raw)).And.NotBe(Key(new AggregateException(there, here), raw));
        Key(wrapped, raw).Should().NotBe(Key(wrapped.InnerException!, raw));
        Key(new InvalidOperationException("never thrown"), raw).Should().Be(Key(new TimeoutException("never thrown"), raw));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Seen_more_widely_it_no_longer_matters_how_often_and_in_which_order_branches_failed(bool raw)
    {
        var one = Methods(new AggregateException(Thrown(Here), Thrown(There)), raw);

        Methods(new AggregateException(Thrown(There), Thrown(Here), Thrown(There)), raw).Should().Be(one);
        Methods(new AggregateException(Thrown(There), Thrown(There)), raw).Should().NotBe(one);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_recursion_with_others_between_is_known_as_such_and_its_depth_is_no_part_of_its_methods(bool raw)
    {
        var (shallow, deep) = (At(5), At(20));

        Methods(deep, raw).Should().Be(Methods(shallow, raw));
        Key(deep, raw).Should().NotBe(Key(shallow, raw));
        IsRecursive(deep, raw).Should().BeTrue();
        IsRecursive(Thrown(Here), raw).Should().BeFalse();

        static Exception At(int depth) => Thrown(() => Visit(depth));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_awaits_makes_no_recursion(bool raw)
    {
        Exception caught = await AwaitedAsync(3).ContinueWith(static t => t.Exception!.InnerException!, TaskScheduler.Default);

        IsRecursive(caught, raw).Should().BeFalse();

        static async Task AwaitedAsync(int depth)
        {
            await Task.Yield();
            await OuterAsync();
            static async Task OuterAsync()
            {
                await Task.Yield();
                await InnerAsync();
            }

            static async Task InnerAsync()
            {
                await Task.Yield();
                throw new InvalidOperationException("x");
            }
        }
    }

    [Fact]
    public void A_chain_that_bites_its_tail_and_a_tree_without_end_have_keys_too()
    {
        Exception wide = new InvalidOperationException();
        for (var i = 0; i < 40; i++)
        {
            wide = new AggregateException(wide, wide, wide);
        }

        Key(wide, raw: true).Should().NotBe(0);
        Methods(wide, raw: true).Should().NotBe(0);
    }

    [Fact]
    public void A_stack_that_is_text_is_in_the_key()
    {
        var one = new Incident { ErrorType = "T", Message = "m", Component = "c", StackTrace = "at A.B()", Source = ErrorSources.Occurrence };
        StackKeys.OfPlaces(in one, default, isAlone: false).Should().NotBe(0).And.NotBe(StackKeys.OfPlaces(one with { StackTrace = "at A.C()" }, default, isAlone: false));
        StackKeys.OfPlaces(one with { StackTrace = null }, default, isAlone: false).Should().Be(0);

        var told = new Incident { Exception = new ToldException("at A.B()"), Component = "c", Source = ErrorSources.Catch };
        StackKeys.OfPlaces(in told, default, isAlone: true).Should().NotBe(StackKeys.OfPlaces(told with { Exception = new ToldException("at A.C()") }, default, isAlone: true));
    }

    private static ulong Key(Exception exception, bool raw) => StackKeys.OfPlaces(Incidents.Of(exception, "c"), ThrownFrames.Of(exception, raw), exception.InnerException is null);

    private static ulong Methods(Exception exception, bool raw) => StackKeys.OfMethods(Incidents.Of(exception, "c"), ThrownFrames.Of(exception, raw));

    private static bool IsRecursive(Exception exception, bool raw) => StackKeys.IsRecursive(Incidents.Of(exception, "c"), ThrownFrames.Of(exception, raw));

    private static ulong Hash(ulong[] places) => StackKeys.HashOf(ref MemoryMarshal.AsBytes(places.AsSpan())[0], sizeof(ulong), places.Length);

    /// <summary>Without what comes again at once, alone or as one of two in turns.</summary>
    private static string Folded(ulong[] places)
    {
        var kept = new List<ulong>();
        foreach (var place in places)
        {
            if (kept.Count > 0 && kept[^1] == place)
            {
                continue;
            }

            kept.Add(place);
            if (kept.Count >= 4 && kept[^1] == kept[^3] && kept[^2] == kept[^4])
            {
                kept.RemoveRange(kept.Count - 2, 2);
            }
        }

        return string.Join(' ', kept);
    }

    private static Exception Thrown(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e)
        {
            return e;
        }

        throw new InvalidOperationException("nothing was thrown");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Here() => throw new InvalidOperationException("x");

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void There() => throw new InvalidOperationException("x");

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Visit(int depth)
    {
        if (depth == 0)
        {
            throw new InvalidOperationException("too deep");
        }

        Accept(depth);
        GC.KeepAlive(null);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Accept(int depth)
    {
        Children(depth);
        GC.KeepAlive(null);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Children(int depth)
    {
        Visit(depth - 1);
        GC.KeepAlive(null);
    }

    private sealed class ToldException(string stack) : Exception("m")
    {
        public override string? StackTrace => stack;
    }
}
