namespace ErrorManagement.Architecture.Tests.Fixture.Roof;

internal interface IRoof;
