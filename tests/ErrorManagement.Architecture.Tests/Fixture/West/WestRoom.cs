namespace ErrorManagement.Architecture.Tests.Fixture.West;

internal interface WestRoom;
