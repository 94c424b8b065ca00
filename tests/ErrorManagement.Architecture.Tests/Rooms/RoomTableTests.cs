namespace ErrorManagement.Architecture.Tests.Rooms;

/// <summary>The checker itself: that it sees what it must see.</summary>
public sealed class RoomTableTests
{
    private static readonly RoomTable Fixture = new("tests/ErrorManagement.Architecture.Tests/Fixture/", ["Roof"], ["East", "West"], ["Ground"]);

    private static readonly Lazy<CompiledCode> Code = new(() => CompiledCode.Read(typeof(RoomTableTests).Assembly.Location));

    [Theory]
    [InlineData("Time", "CircuitBreakers", "upward")]
    [InlineData("Errors", "Classification", "upward")]
    [InlineData("Retries", "CircuitBreakers", "sideways")]
    [InlineData("Timeouts", "Fallbacks", "sideways")]
    public void Uses_up_and_sideways_are_named_with_file_and_rule(string from, string to, string direction)
    {
        var user = new SourceType("ErrorManagement.User", [$"/clone/src/ErrorManagement.Core/{from}/User.cs"]);
        var used = new SourceType("ErrorManagement.Used", [$"/clone/src/ErrorManagement.Core/{to}/Used.cs"]);

        RoomTable.Core.Check([user, used], [new TypeUse(user, used, "field")]).Should().Equal(
            $"src/ErrorManagement.Core/{from}/User.cs: room '{from}' may not use room '{to}' ({direction}): User uses Used of src/ErrorManagement.Core/{to}/Used.cs (field).");
        RoomTable.Core.Check([user], []).Should().BeEmpty();
    }

    [Fact]
    public void Uses_down_and_within_a_room_are_allowed()
    {
        var breaker = new SourceType("ErrorManagement.CircuitBreakers.Breaker", ["C:/clone/src/ErrorManagement.Core/CircuitBreakers/Breaker.cs"]);
        var part = new SourceType("ErrorManagement.CircuitBreakers.Part", ["/_/src/ErrorManagement.Core/CircuitBreakers/Windows/Part.cs"]);
        var clock = new SourceType("ErrorManagement.Time.Clock", ["src/ErrorManagement.Core/Time/Clock.cs"]);

        RoomTable.Core.Check([breaker, part, clock], [new(breaker, part, "code"), new(part, breaker, "code"), new(breaker, clock, "code")]).Should().BeEmpty();
    }

    [Fact]
    public void A_type_in_two_rooms_is_named()
    {
        var torn = new SourceType("ErrorManagement.Torn", ["/c/src/ErrorManagement.Core/Errors/Torn.cs", "/c/src/ErrorManagement.Core/Time/Torn.Clock.cs"]);

        RoomTable.Core.Check([torn], []).Should().ContainSingle().Which.Should().Contain("several rooms");
    }

    [Theory]
    [InlineData("UsesAfterSwitch", "code")]
    [InlineData("UsesByAttribute", "attribute")]
    [InlineData("UsesByAttributeArgument", "attribute argument")]
    [InlineData("UsesByBaseType", "base type")]
    [InlineData("UsesByCall", "code")]
    [InlineData("UsesByCatch", "catch clause")]
    [InlineData("UsesByClosure", "code")]
    [InlineData("UsesByConstraint", "constraint")]
    [InlineData("UsesByEvent", "signature")]
    [InlineData("UsesByField", "field")]
    [InlineData("UsesByFieldOfGeneric", "code")]
    [InlineData("UsesByGenericArgument", "signature")]
    [InlineData("UsesByGenericCall", "code")]
    [InlineData("UsesByInterface", "interface")]
    [InlineData("UsesByIterator", "code")]
    [InlineData("UsesByLocal", "local variable")]
    [InlineData("UsesByParameterAttribute", "attribute")]
    [InlineData("UsesByStateMachine", "code")]
    [InlineData("UsesByTypeOf", "code")]
    public void Every_way_to_use_a_type_of_an_upper_room_is_seen_in_compiled_code(string user, string how)
    {
        Fixture.Check(Code.Value.Types, Code.Value.Uses).Should().ContainSingle(m =>
            m.StartsWith($"tests/ErrorManagement.Architecture.Tests/Fixture/Ground/{user}.cs: room 'Ground' may not use room 'Roof' (upward): {user} uses ", StringComparison.Ordinal)
            && m.EndsWith($" ({how}).", StringComparison.Ordinal));
    }

    [Fact]
    public void Rooms_on_one_floor_that_meet_are_seen_in_compiled_code() =>
        Fixture.Check(Code.Value.Types, Code.Value.Uses).Should().ContainSingle(m => m.Contains("Fixture/East/EastRoom.cs: room 'East' may not use room 'West' (sideways)", StringComparison.Ordinal));

    [Fact]
    public void A_file_at_the_root_an_unknown_room_and_a_misnamed_file_are_seen_in_compiled_code()
    {
        var mistakes = Fixture.Check(Code.Value.Types, Code.Value.Uses);

        mistakes.Should().ContainSingle(m => m.Contains("Fixture/AtTheRoot.cs: no file may lie at a project's root", StringComparison.Ordinal));
        mistakes.Where(m => m.Contains("Fixture/Attic/UnknownRoom.cs", StringComparison.Ordinal)).Should().HaveCount(2)
            .And.Contain(m => m.Contains("room 'Attic' is unknown: add it to the table", StringComparison.Ordinal))
            .And.Contain(m => m.Contains("declares SecondType: one type a file", StringComparison.Ordinal));
    }

    [Fact]
    public void Downward_uses_are_not_reported() =>
        Fixture.Check(Code.Value.Types, Code.Value.Uses).Should().NotContain(m => m.Contains("Fixture/Roof/", StringComparison.Ordinal) && m.StartsWith("tests/ErrorManagement.Architecture.Tests/Fixture/Roof/", StringComparison.Ordinal));
}
