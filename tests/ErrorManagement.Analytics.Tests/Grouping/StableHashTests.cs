using System.Text;
using ErrorManagement.Analytics.Grouping;

namespace ErrorManagement.Analytics.Tests.Grouping;

public sealed class StableHashTests
{
    [Fact]
    public void The_hash_is_the_published_one_bit_by_bit()
    {
        StableHash.Of(Array.Empty<byte>()).Should().Be(0xef46db3751d8e999);
        StableHash.Of(Encoding.ASCII.GetBytes("abc")).Should().Be(0x44bc2cf5ad770999);
        StableHash.Of(Enumerable.Range(0, 100).Select(i => (byte)i).ToArray()).Should().Be(0x6ac1e58032166597);
    }

    [Fact]
    public void The_order_of_parts_matters()
    {
        StableHash.Combine(StableHash.Combine(0, 1), 2).Should().NotBe(StableHash.Combine(StableHash.Combine(0, 2), 1));
    }
}
