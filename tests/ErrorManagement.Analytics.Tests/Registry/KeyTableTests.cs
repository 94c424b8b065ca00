using ErrorManagement.Analytics.Registry;

namespace ErrorManagement.Analytics.Tests.Registry;

public sealed class KeyTableTests
{
    private readonly KeyTable<string> _table = new();

    [Fact] // or a thread could count in a record that the next question does not see
    public void A_value_is_announced_before_it_can_be_found()
    {
        string? foundMeanwhile = "not asked";

        _table.GetOrAdd(7, "a", _ => foundMeanwhile = _table.Find(7)).Should().Be("a");
        _table.GetOrAdd(7, "b", _ => throw new InvalidOperationException("b is not put there")).Should().Be("a");

        foundMeanwhile.Should().BeNull();
        _table.Find(7).Should().Be("a");
    }

    [Fact]
    public void Keys_come_and_go_like_those_of_a_dictionary()
    {
        var random = new Random(5);
        var expected = new Dictionary<ulong, string>();
        for (var i = 0; i < 50_000; i++)
        {
            var key = (ulong)random.Next(300) << random.Next(3);
            var value = "v" + key;
            if (random.Next(2) == 0)
            {
                _table.Set(key, value);
                expected[key] = value;
            }
            else if (expected.Remove(key, out var held))
            {
                _table.Remove(key, held);
            }

            _table.Count.Should().Be(expected.Count);
        }

        for (var key = 0ul; key < 1_300; key++)
        {
            _table.Find(key).Should().Be(expected.GetValueOrDefault(key));
        }
    }
}
